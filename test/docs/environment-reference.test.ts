import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { environmentSchema } from '../../generator/environment/schema.js';
import { repositoryRoot } from '../../tools/folders.js';
import { leavesOf } from '../generator/render/leaves/schema-leaves.js';
import { referencePage } from './environment-reference.js';

const page = referencePage();
const rowOf = (path: string): string => page.split('\n').find((line) => line.startsWith(`| \`${path}\` |`)) ?? '';

test('docs/environment.md is current: npm run reference', (t) => {
  t.true(page === readFileSync(join(repositoryRoot, 'docs/environment.md'), 'utf8'));
});

test('every field has a row, with words that say what it is', (t) => {
  for (const path of leavesOf(environmentSchema)) {
    const [, , what = ''] = rowOf(path).split(/(?<!\\)\|/);
    t.true(what.trim().length > 5, `${path} has no description`);
  }
});

for (const [path, ends] of [
  ['network.cidr', '**replaced** |'],
  ['cluster.nodeGroups[].max', '**changed in place** |'],
  ['workloads.*.image.tag', 'Helm values: **restarts** |'],
  ['workloads.*.namespace', '**replaced** |'],
  ['workloads.*.exposure.loadBalancer.enabled', '**destroyed** |'],
] as const) {
  test(`another ${path}: ${ends}`, (t) => t.true(rowOf(path).endsWith(ends), rowOf(path)));
}
