import { nearestOf } from '../../base/nearest.js';
import type { Path } from '../problem.js';
import type { Environment } from '../schema.js';
import type { Rule } from './rule.js';

interface Need {
  readonly addon: string;
  /** Whether the environment needs the add-on. */
  readonly when: (environment: Environment) => boolean;
  /** The field that makes the add-on necessary. */
  readonly path: Path;
  readonly why: string;
}

const needs: readonly Need[] = [
  {
    addon: 'aws-load-balancer-controller',
    when: ({ exposure }) => exposure.loadBalancer.enabled,
    path: ['exposure', 'loadBalancer', 'enabled'],
    why: 'creates the network load balancer',
  },
  {
    addon: 'aws-load-balancer-controller',
    when: ({ exposure }) => exposure.ingress.enabled,
    path: ['exposure', 'ingress', 'enabled'],
    why: 'creates the application load balancer',
  },
  {
    addon: 'external-secrets',
    when: ({ workload }) => workload.secrets.length > 0,
    path: ['workload', 'secrets'],
    why: 'copies the values from Secrets Manager',
  },
  {
    addon: 'metrics-server',
    when: ({ workload }) => workload.replicas.min < workload.replicas.max,
    path: ['workload', 'replicas', 'max'],
    why: 'measures what the autoscaler reads',
  },
];

const isEnabled = ({ addons }: Environment, name: string): boolean => addons[name]?.enabled === true;

export const addonRules: readonly Rule[] = [
  {
    name: 'known-addons',
    *check({ addons }, { knownAddons }) {
      for (const name of Object.keys(addons)) {
        if (knownAddons.includes(name)) continue;
        const nearest = nearestOf(name, knownAddons);
        const advice = nearest ? `did you mean ${nearest}?` : `there are ${knownAddons.join(', ')}.`;
        const message = `There is no folder argocd/addons/${name}; ${advice}`;
        yield { path: ['addons', name], atKey: true, message };
      }
    },
  },
  {
    name: 'needed-addons',
    *check(environment) {
      for (const { addon, when, path, why } of needs) {
        if (when(environment) && !isEnabled(environment, addon))
          yield { path, message: `This needs addons.${addon}, which ${why}: enable it.` };
      }
    },
  },
  {
    name: 'one-node-autoscaler',
    *check(environment) {
      const autoscaler = isEnabled(environment, 'cluster-autoscaler');
      if (autoscaler && isEnabled(environment, 'karpenter')) {
        yield {
          path: ['addons', 'karpenter'],
          atKey: true,
          message: 'cluster-autoscaler and karpenter would fight over the nodes: enable one.',
        };
      }
    },
  },
];
