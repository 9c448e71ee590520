import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'yaml';
import { isPlainObject } from '../../../../generator/base/merge.js';
import { ownedValues } from '../../../../generator/environment/rules/values.js';
import { chartFolder } from '../../../charts/helm.js';
import { expectedChartValues } from '../../render/fields/chart-values.js';

const owned = Object.keys(ownedValues);
const isOwned = (path: string): boolean => owned.some((start) => `${path}.`.startsWith(`${start}.`));

const leavesOf = (value: unknown, path: readonly string[] = []): string[] =>
  isPlainObject(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
    : [path.join('.')];

test('what fields of the environment render is set by them alone, but for what nothing else agrees with', (t) => {
  const free = leavesOf(expectedChartValues).filter((path) => !isOwned(path));
  t.deepEqual(
    free
      .map((path) => path.replace(/(annotations)\..*/, '$1'))
      .filter((path, index, all) => all.indexOf(path) === index),
    [
      'podDisruptionBudget.minAvailable',
      'startupSeconds',
      'loadBalancer.annotations',
      'ingress.annotations',
      'rollout.maxUnavailable',
    ],
  );
});

test('every value that is owned is one of the chart', (t) => {
  const defaults = parse(readFileSync(`${chartFolder}/values.yaml`, 'utf8'));
  for (const path of owned) {
    const value = path.split('.').reduce((inner, key) => inner?.[key], defaults);
    t.not(value, undefined, path);
  }
});
