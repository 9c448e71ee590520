import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { maxSurgeIn, podsInWorstCase } from '../../generator/environment/capacity/pods.js';
import { repositoryRoot } from '../../tools/folders.js';
import { refusal, render } from './helm.js';

const defaults = parse(readFileSync(join(repositoryRoot, 'charts/ml-inference/values.yaml'), 'utf8'));

test('the generator counts with the surge that the chart rolls out with', (t) => {
  t.is(defaults.rollout.maxSurge, maxSurgeIn({}));
});

const roomy = Object.fromEntries(Object.keys(defaults.quota.hard).map((name) => [name, '1000Gi']));

for (const [max, surge] of [
  [2, '25%'],
  [9, '25%'],
  [10, '1%'],
  [7, '100%'],
  [10, 3],
] as const) {
  test(`the chart's worst case of ${max} replicas with a surge of ${surge} is the generator's`, async (t) => {
    const pods = podsInWorstCase({ max, maxSurge: surge });
    const values = (quota: number) => ({
      autoscaling: { maxReplicas: max },
      rollout: { maxSurge: surge },
      quota: { hard: { ...roomy, pods: quota } },
    });
    t.regex(await refusal(values(pods - 1)), new RegExp(`quota\\.hard\\.pods is ${pods - 1}, but ${pods} pods`));
    t.truthy(await render(values(pods)));
  });
}
