import { hasAddOn } from '../addons.js';
import { amountNames, scratchNeeded, temporaryFolder } from '../capacity/amounts.js';
import { podsInWorstCase, shareOf, timesPods, withCpu } from '../capacity/pods.js';
import { podsThatFit } from '../capacity/pods-that-fit.js';
import { bytesText, quantityOf } from '../capacity/quantity.js';
import type { Workload } from '../resolve.js';
import { reservedVariables } from '../schema/workload.js';
import { placeOfArn } from '../secrets.js';
import { repeated, type WorkloadRule } from './rule.js';

/** As the chart mounts it, below /models. */
const modelFileInPod = 'model.onnx';

/** Which of these a secret has says where its value is. */
const sourceFields = ['name', 'arn', 'parameter'] as const;

const sourceOf = ({ name, arn, parameter }: Workload['secrets'][number]): string =>
  name ?? arn ?? `parameter ${parameter}`;

const kinds = ['requests', 'limits'] as const;

export const workloadRules: readonly WorkloadRule[] = [
  {
    name: 'replicas',
    *check({ replicas }) {
      if (replicas.min > replicas.max) {
        yield {
          path: ['replicas', 'min'],
          message: `min is ${replicas.min} and max is ${replicas.max}: min must not be larger.`,
        };
      }
      if (replicas.min < 2) {
        yield {
          path: ['replicas', 'min'],
          message: 'One pod is no service: a node that drains would wait for ever or take it down. Use at least 2.',
        };
      }
    },
  },
  {
    name: 'positive-amounts',
    *check({ resources }) {
      for (const kind of kinds) {
        for (const name of amountNames) {
          const amount = resources[kind][name];
          if (amount === undefined) continue;
          const least = name === 'cpu' ? '1m' : '1Mi';
          if (quantityOf(amount) >= quantityOf(least)) continue;
          const message = `${amount} is too little: at least ${least}.`;
          yield { path: ['resources', kind, name], message };
        }
      }
    },
  },
  {
    name: 'requests-within-limits',
    *check({ resources }) {
      for (const name of amountNames) {
        const limit = resources.limits[name];
        if (limit === undefined || quantityOf(resources.requests[name]) <= quantityOf(limit)) continue;
        const message = `The request ${resources.requests[name]} is larger than the limit ${limit}.`;
        yield { path: ['resources', 'requests', name], message };
      }
    },
  },
  {
    name: 'scratch-space',
    *check({ model, resources }) {
      const limit = resources.limits.ephemeralStorage;
      const needed = scratchNeeded(model);
      if (quantityOf(limit) >= needed) return;
      const what = model ? `/tmp (${temporaryFolder}) and the model (${model.sizeLimit})` : `/tmp (${temporaryFolder})`;
      const message = `${limit} can't hold ${what}: a pod that fills them is evicted. At least ${bytesText(needed)}.`;
      yield { path: ['resources', 'limits', 'ephemeralStorage'], message };
    },
  },
  {
    name: 'quota-holds-replicas',
    *check({ quota, replicas, podResources: resources, maxSurge }) {
      const pods = podsInWorstCase({ max: replicas.max, maxSurge });
      const surge = shareOf(maxSurge, replicas.max);
      const why = `${replicas.max} pods, as many still terminating and ${surge} more in a rollout`;
      if (quota.pods < pods)
        yield {
          path: ['quota', 'pods'],
          message: `${quota.pods} pods are too few for ${why}: at least ${pods}.`,
        };
      for (const kind of kinds) {
        const needed = timesPods(withCpu(resources[kind]), pods);
        for (const name of amountNames) {
          const each = resources[kind][name];
          const given = quota[kind][name];
          if (each === undefined || (given !== undefined && quantityOf(given) >= quantityOf(needed[name]))) continue;
          const message = `${given ?? 'Nothing'} can't hold ${why} of ${each} each: at least ${needed[name]}.`;
          yield { path: ['quota', kind, name], message };
        }
        if (kind === 'limits' && resources.limits.cpu === undefined && quota.limits.cpu !== undefined) {
          const message =
            "Pods without a limit of CPU can't be counted against " +
            'one: leave it out here, or set resources.limits.cpu.';
          yield { path: ['quota', 'limits', 'cpu'], message };
        }
      }
    },
  },
  {
    name: 'nodes-hold-replicas',
    *check(workload, environment) {
      const { max } = workload.replicas;
      const pods = podsThatFit(environment, workload);
      const mayWait = environment.cluster.podsMayWait.includes('maximum');
      if (pods === undefined || pods >= max || mayWait || hasAddOn(environment, 'karpenter')) return;
      const message =
        `The node groups carry ${pods} of these pods at their ` + `most: the other ${max - pods} would stay Pending.`;
      yield { severity: 'warning', path: ['replicas', 'max'], message };
    },
  },
  {
    name: 'variables-once',
    *check({ config, secrets }) {
      const path = ['secrets'];
      for (const { index, value } of repeated(secrets, ({ variable }) => variable)) {
        yield { path: [...path, index, 'variable'], message: `Two secrets set ${value}.` };
      }
      for (const { index, value } of repeated(secrets, (one) => `${sourceOf(one)} ${one.property ?? ''}`.trim())) {
        const field = sourceFields.find((name) => secrets[index]?.[name] !== undefined) as string;
        yield { path: [...path, index, field], message: `Two secrets are called ${value}.` };
      }
      for (const [index, secret] of secrets.entries()) {
        const source = sourceOf(secret);
        const isWhole = secrets.some((other) => sourceOf(other) === source && other.property === undefined);
        if (secret.property === undefined || !isWhole) continue;
        const message = `${source} is read whole as well: is it JSON, of which each variable is a part, or not?`;
        yield { path: [...path, index, 'property'], message };
      }
      for (const [index, { variable }] of secrets.entries()) {
        if (Object.hasOwn(config, variable))
          yield { path: [...path, index, 'variable'], message: `${variable} is in config too: keep one.` };
      }
    },
  },
  {
    name: 'secrets-in-reach',
    *check({ secrets }, { aws }) {
      for (const [index, { name, arn, parameter, kmsKeyArn }] of secrets.entries()) {
        const path = ['secrets', index];
        if (name !== undefined && kmsKeyArn !== undefined) {
          const message = "Terraform makes this secret, and encrypts it by the environment's own key: leave this out.";
          yield { path: [...path, 'kmsKeyArn'], message };
        }
        const there = arn ?? parameter;
        if (!there?.startsWith('arn:')) continue;
        const field = [...path, arn === undefined ? 'parameter' : 'arn'];
        const { region, accountId } = placeOfArn(there);
        if (region !== aws.region) {
          const message = `This is in ${region}, and external-secrets asks in ${aws.region}: replicate it there.`;
          yield { path: field, message };
        }
        if (arn !== undefined && accountId !== aws.accountId && kmsKeyArn === undefined) {
          const message = `Account ${accountId} can share a secret only by a KMS key of its own: name it in kmsKeyArn.`;
          yield { path: field, message };
        }
      }
    },
  },
  {
    name: 'model-files',
    *check({ model }) {
      const files = model?.files ?? [];
      for (const { index, value } of repeated(files, ({ name }) => name)) {
        yield { path: ['model', 'files', index, 'name'], message: `Two files are called ${value}.` };
      }
      for (const [index, { name }] of files.entries()) {
        if (name !== modelFileInPod && !name.startsWith(`${modelFileInPod}/`)) continue;
        const message = `${modelFileInPod} is what the model itself is called in the pod: save its weights elsewhere.`;
        yield { path: ['model', 'files', index, 'name'], message };
      }
    },
  },
  {
    name: 'reserved-variables',
    *check({ config, secrets }) {
      const reserved = new Set<string>(reservedVariables);
      for (const name of Object.keys(config)) {
        if (reserved.has(name)) yield { path: ['config', name], atKey: true, message: `${name} is set by the chart.` };
      }
      for (const [index, { variable }] of secrets.entries()) {
        if (reserved.has(variable))
          yield { path: ['secrets', index, 'variable'], message: `${variable} is set by the chart.` };
      }
    },
  },
  {
    name: 'no-secret-in-config',
    *check({ config }) {
      for (const name of Object.keys(config)) {
        if (!/(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL|DATABASE_URL)/i.test(name)) continue;
        const message = `${name} looks like a secret, and this file is in git: list it under secrets.`;
        yield { severity: 'warning', path: ['config', name], atKey: true, message };
      }
    },
  },
];
