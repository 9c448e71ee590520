import { nearestOf } from '../../base/nearest.js';
import { hasAddOn } from '../addons.js';
import type { Path } from '../problem.js';
import type { Workload } from '../resolve.js';
import { scalesByLoad } from '../scaling.js';
import { inEachWorkload, type Rule } from './rule.js';

interface Need {
  readonly addon: string;
  /** Whether a workload needs it, and which field says so. */
  readonly when: (workload: Workload) => boolean;
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
    when: ({ secrets }) => secrets.length > 0,
    path: ['secrets'],
    why: 'copies the values from Secrets Manager',
  },
  {
    addon: 'metrics-server',
    when: ({ replicas }) => replicas.min < replicas.max,
    path: ['replicas', 'max'],
    why: 'measures what the autoscaler reads',
  },
  ...['keda', 'kube-prometheus-stack'].map(
    (addon): Need => ({
      addon,
      when: ({ replicas }) => scalesByLoad(replicas),
      path: ['replicas'],
      why: addon === 'keda' ? 'scales by what waits or comes in' : 'measures what KEDA scales by',
    }),
  ),
];

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
  inEachWorkload({
    name: 'needed-addons',
    *check(workload, environment) {
      for (const { addon, when, path, why } of needs) {
        if (when(workload) && !hasAddOn(environment, addon))
          yield { path, message: `This needs addons.${addon}, which ${why}: enable it, or say existing: true.` };
      }
    },
  }),
  {
    name: 'one-node-autoscaler',
    *check(environment) {
      if (environment.cluster.existing) return;
      if (hasAddOn(environment, 'cluster-autoscaler') && hasAddOn(environment, 'karpenter')) {
        yield {
          path: ['addons', 'karpenter'],
          atKey: true,
          message: 'cluster-autoscaler and karpenter would fight over the nodes: enable one.',
        };
      }
    },
  },
  {
    name: 'extra-manifests',
    *check({ addons }) {
      const addon = 'kube-prometheus-stack';
      if (!Array.isArray(addons[addon]?.values['extraManifests'])) return;
      const message = 'Write a map, with a key for each: a list would take the place of ours, on which pods wait.';
      yield { path: ['addons', addon, 'values', 'extraManifests'], message };
    },
  },
];
