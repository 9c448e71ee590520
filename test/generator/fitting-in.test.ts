import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse, stringify } from 'yaml';
import { mergeFiles } from '../../generator/environment/merge-files.js';
import { repositoryRoot } from '../../tools/folders.js';
import { run } from '../helpers/commands.js';
import { environmentFiles, folderWith, shippedFiles } from '../helpers/repository.js';

/** The indented blocks of the page, without their indentation. */
const blocks = readFileSync(`${repositoryRoot}docs/fitting-in.md`, 'utf8')
  .split(/\n(?! {4}|\n)/)
  .flatMap((part) => /(?:^|\n)((?: {4}.*\n?)+)/.exec(part)?.[1] ?? [])
  .map((block) => block.replace(/^ {4}/gm, ''));

test('the page has examples', (t) => {
  t.true(blocks.length >= 3);
});

for (const [index, block] of blocks.entries()) {
  test(`example ${index + 1} of the page renders in dev: ${block.split('\n', 1)[0]}`, async (t) => {
    const file = /^# ((?:environments|argocd)\/\S+)\n/.exec(block)?.[1];
    const dev = file === undefined ? stringify(mergeFiles(parse(shippedFiles.dev), parse(block))) : shippedFiles.dev;
    const own = file === undefined ? {} : { [file]: block };
    const root = folderWith(t, { ...environmentFiles({ ...shippedFiles, dev }), ...own });
    const { exitCode, notes } = await run('render', root);
    t.is(exitCode, 0, notes);
  });
}
