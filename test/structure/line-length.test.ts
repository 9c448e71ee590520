import test from 'ava';
import { longLinesIn, sourceFilesIn } from './long-lines.js';

const folders = [
  '.ci',
  'bench/render',
  'bench/service',
  'generator/argocd-lint',
  'generator/aws',
  'generator/base',
  'generator/cli',
  'generator/commands',
  'generator/environment',
  'generator/git',
  'generator/hooks',
  'generator/input',
  'generator/operator',
  'generator/plan',
  'generator/render',
  'generator/report',
  'generator/template',
  'generator/tree',
  'service/src',
  'test/argocd',
  'test/charts',
  'test/end-to-end',
  'test/generator/argocd-lint',
  'test/generator/aws',
  'test/generator/cli',
  'test/generator/commands',
  'test/generator/environment',
  'test/generator/hooks',
  'test/generator/input',
  'test/generator/operator',
  'test/generator/plan',
  'test/generator/render',
  'test/generator/report',
  'test/generator/template',
  'test/generator/tree',
  'test/helpers',
  'test/runbook',
  'test/service',
  'test/stories',
  'test/structure',
  'test/terraform',
  'test/workflows',
  'tools',
];

for (const folder of folders) {
  test(`no line of a source file in ${folder} has more than 120 columns`, (t) => {
    const files = sourceFilesIn(folder);
    t.not(files.length, 0);
    t.deepEqual(
      files.flatMap((file) => longLinesIn(file)),
      [],
    );
  });
}

test('a line of 121 columns is named with its file and number, one of 120 is not', (t) => {
  t.deepEqual(longLinesIn('a.ts', `short\n${'x'.repeat(121)}\n${'é'.repeat(120)}\n`), ['a.ts:2 (121 columns)']);
});
