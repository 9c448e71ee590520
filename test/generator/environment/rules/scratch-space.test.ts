import test from 'ava';
import type { Environment } from '../../../../generator/environment/resolve.js';
import { checkEnvironment } from '../../../../generator/environment/rules.js';
import { shippedEnvironments } from '../../../charts/environments.js';
import { onlyWorkload } from '../../../helpers/resolved.js';

const prod = shippedEnvironments().get('prod') as Environment;

function messages(ephemeralStorage: string, sizeLimit?: string): string[] {
  const workload = onlyWorkload(prod);
  const resources = { ...workload.resources, limits: { ...workload.resources.limits, ephemeralStorage } };
  const model = sizeLimit ? { bucket: 'my-models', key: 'churn.onnx', sha256: 'a'.repeat(64), sizeLimit } : undefined;
  const environment = { ...prod, workloads: [{ ...workload, resources, ...(model && { model }) }] };
  return checkEnvironment(environment, { knownAddons: Object.keys(prod.addons) })
    .filter(({ rule }) => rule === 'scratch-space')
    .map(({ message }) => message);
}

for (const [limit, model, expected] of [
  ['64Mi', undefined, []],
  ['63Mi', undefined, ["63Mi can't hold /tmp (64Mi): a pod that fills them is evicted. At least 64Mi."]],
  ['1088Mi', '1Gi', []],
  [
    '1Gi',
    '1Gi',
    ["1Gi can't hold /tmp (64Mi) and the model (1Gi): a pod that fills them is evicted. At least 1088Mi."],
  ],
] as const) {
  test(`${limit} of disk ${expected.length ? 'is too little' : 'is enough'} for ${model ?? 'no'} model`, (t) => {
    t.deepEqual(messages(limit, model), [...expected]);
  });
}
