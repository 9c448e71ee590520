import { podsThatFit } from '../capacity/nodes.js';
import { amountNames, maxSurge, podsInWorstCase, shareOf, temporaryFolder, timesPods } from '../capacity/pods.js';
import { bytesText, coresText, quantityOf } from '../capacity/quantity.js';
import { reservedVariables } from '../schema/workload.js';
import { type Rule, repeated } from './rule.js';

const kinds = ['requests', 'limits'] as const;

const amountText = (name: string, amount: bigint): string => (name === 'cpu' ? coresText(amount) : bytesText(amount));

export const workloadRules: readonly Rule[] = [
  {
    name: 'replicas',
    *check({ workload: { replicas } }) {
      if (replicas.min > replicas.max) {
        yield {
          path: ['workload', 'replicas', 'min'],
          message: `min is ${replicas.min} and max is ${replicas.max}: min must not be larger.`,
        };
      }
      if (replicas.min < 2) {
        yield {
          path: ['workload', 'replicas', 'min'],
          message: 'One pod is no service: a node that drains would wait for ever or take it down. Use at least 2.',
        };
      }
    },
  },
  {
    name: 'positive-amounts',
    *check({ workload }) {
      for (const kind of kinds) {
        for (const name of amountNames) {
          const amount = workload.resources[kind][name];
          const least = name === 'cpu' ? '1m' : '1Mi';
          if (quantityOf(amount) >= quantityOf(least)) continue;
          const message = `${amount} is too little: at least ${least}.`;
          yield { path: ['workload', 'resources', kind, name], message };
        }
      }
    },
  },
  {
    name: 'requests-within-limits',
    *check({ workload: { resources } }) {
      for (const name of amountNames) {
        if (quantityOf(resources.requests[name]) <= quantityOf(resources.limits[name])) continue;
        const message = `The request ${resources.requests[name]} is larger than the limit ${resources.limits[name]}.`;
        yield { path: ['workload', 'resources', 'requests', name], message };
      }
    },
  },
  {
    name: 'scratch-space',
    *check({ workload: { model, resources } }) {
      const limit = resources.limits.ephemeralStorage;
      const needed = quantityOf(temporaryFolder) + quantityOf(model?.sizeLimit ?? '0');
      if (quantityOf(limit) >= needed) return;
      const what = model ? `/tmp (${temporaryFolder}) and the model (${model.sizeLimit})` : `/tmp (${temporaryFolder})`;
      const message = `${limit} can't hold ${what}: a pod that fills them is evicted. At least ${bytesText(needed)}.`;
      yield { path: ['workload', 'resources', 'limits', 'ephemeralStorage'], message };
    },
  },
  {
    name: 'quota-holds-replicas',
    *check({ workload: { quota, replicas, resources } }) {
      const pods = podsInWorstCase({ max: replicas.max, maxSurge });
      const surge = shareOf(maxSurge, replicas.max);
      const why = `${replicas.max} pods, as many still terminating and ${surge} more in a rollout`;
      if (quota.pods < pods)
        yield {
          path: ['workload', 'quota', 'pods'],
          message: `${quota.pods} pods are too few for ${why}: at least ${pods}.`,
        };
      for (const kind of kinds) {
        const needed = timesPods(resources[kind], pods);
        for (const name of amountNames) {
          if (quantityOf(quota[kind][name]) >= needed[name]) continue;
          const least = amountText(name, needed[name]);
          const message = `${quota[kind][name]} can't hold ${why} of ${resources[kind][name]} each: at least ${least}.`;
          yield { path: ['workload', 'quota', kind, name], message };
        }
      }
    },
  },
  {
    name: 'nodes-hold-replicas',
    *check(environment) {
      const { max } = environment.workload.replicas;
      const pods = podsThatFit(environment);
      if (pods === undefined || pods >= max || environment.addons['karpenter']?.enabled) return;
      const message =
        `The node groups carry ${pods} of these pods at their most: ` + `the other ${max - pods} would stay Pending.`;
      yield { severity: 'warning', path: ['workload', 'replicas', 'max'], message };
    },
  },
  {
    name: 'variables-once',
    *check({ workload: { config, secrets } }) {
      const path = ['workload', 'secrets'];
      for (const { index, value } of repeated(secrets, ({ variable }) => variable)) {
        yield { path: [...path, index, 'variable'], message: `Two secrets set ${value}.` };
      }
      for (const { index, value } of repeated(secrets, ({ name }) => name)) {
        yield { path: [...path, index, 'name'], message: `Two secrets are called ${value}.` };
      }
      for (const [index, { variable }] of secrets.entries()) {
        if (Object.hasOwn(config, variable))
          yield { path: [...path, index, 'variable'], message: `${variable} is in workload.config too: keep one.` };
      }
    },
  },
  {
    name: 'reserved-variables',
    *check({ workload: { config, secrets } }) {
      const reserved = new Set<string>(reservedVariables);
      for (const name of Object.keys(config)) {
        if (reserved.has(name))
          yield { path: ['workload', 'config', name], atKey: true, message: `${name} is set by the chart.` };
      }
      for (const [index, { variable }] of secrets.entries()) {
        if (reserved.has(variable))
          yield { path: ['workload', 'secrets', index, 'variable'], message: `${variable} is set by the chart.` };
      }
    },
  },
  {
    name: 'no-secret-in-config',
    *check({ workload: { config } }) {
      for (const name of Object.keys(config)) {
        if (!/(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL|DATABASE_URL)/i.test(name)) continue;
        const message = `${name} looks like a secret, and this file is in git: list it under workload.secrets.`;
        yield { severity: 'warning', path: ['workload', 'config', name], atKey: true, message };
      }
    },
  },
];
