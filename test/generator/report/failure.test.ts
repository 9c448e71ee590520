import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Outcome } from '../../../generator/report/command.js';
import { failure } from '../../../generator/report/failure.js';
import { ChangedError, StoppedError, UserError } from '../../../generator/report/user-error.js';
import { run } from '../../helpers/commands.js';
import { failAt } from '../../helpers/crash.js';
import { contents, writeFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';
import { leftovers, markHolderAsDead, prepared, type Step, type Tree, treeOf } from '../../helpers/step.js';

const tf = 'terraform-templates';

/** Every kind of change is in it: files that come, change and go, an edit by hand, and the editors' schema. */
const step: Step = {
  before: smallRepository(['prod'], { [`${tf}/changed.tf`]: '# 1', [`${tf}/old/gone.tf`]: '# 1' }),
  after: smallRepository(['prod'], {
    [`${tf}/changed.tf`]: '# 2',
    [`${tf}/new/a.tf`]: '# 2',
    'environments/schema.json': '{}',
    'rendered/prod/RUNBOOK.md': '# by hand',
  }),
  gone: [`${tf}/old`],
};

/** What render may change, and what the input says. */
const state = (root: string): Tree => ({
  ...contents(join(root, 'rendered')),
  schema: readFileSync(join(root, 'environments/schema.json'), 'utf8'),
});

/** What a failure says was changed → whether that is so. */
const claims: readonly (readonly [claim: RegExp, isTrue: (now: Tree, before: Tree, after: Tree) => boolean])[] = [
  [/Nothing (in rendered\/ )?was changed/, (now, before) => same(now, before)],
  [/Only a part of rendered\/ is changed/, (now, before, after) => !same(now, before) || !same(now, after)],
  [/Everything was done; only clearing up/, (now, _, after) => same(now, after)],
];

const same = (one: Tree, other: Tree): boolean => JSON.stringify(one) === JSON.stringify(other);

test.serial('whichever change of the disk fails, what render says was changed is so', async (t) => {
  const newer = await treeOf(t, step, 'newer');
  const told = new Set<number>();
  for (let at = 1; ; at += 1) {
    const root = await prepared(t, step);
    const before = state(root);
    let outcome: Outcome | undefined;
    const calls = await failAt(at, async () => {
      outcome = await run('render', root);
    });
    if (calls < at) break;
    const now = state(root);
    if (outcome?.exitCode === 0) t.deepEqual(contents(join(root, 'rendered')), newer, `change ${at}`);
    else told.add(assertTrue(t, { at, notes: outcome?.notes ?? '' }, [now, before, { ...newer, schema: shipped }]));
    markHolderAsDead(root);
    const next = await run('render', root);
    t.is(next.exitCode, 0, `after change ${at}: ${next.notes}`);
    t.deepEqual(contents(join(root, 'rendered')), newer, `after change ${at}`);
    t.deepEqual(leftovers(root), ['.inference-gitops'], 'the edit by hand is kept');
  }
  t.deepEqual([...told].sort(), [0, 1, 2], 'each phase was reached');
});

const shipped = readFileSync('environments/schema.json', 'utf8');

/** @returns which claim it was */
function assertTrue(
  t: ExecutionContext,
  { at, notes }: { readonly at: number; readonly notes: string },
  [now, before, after]: readonly [Tree, Tree, Tree],
): number {
  t.notRegex(notes, /bug of/, `change ${at}`);
  const found = claims.flatMap(([claim, isTrue], index) => (claim.test(notes) ? [{ index, isTrue }] : []));
  t.is(found.length, 1, `change ${at}: one claim in ${notes}`);
  t.true(found[0]?.isTrue(now, before, after), `change ${at}: ${notes}`);
  return found[0]?.index ?? -1;
}

const schema = 'environments/schema.json';

test('a folder with something in it in the schema’s place stops the render before anything is changed', async (t) => {
  const root = await prepared(t, step);
  rmSync(join(root, schema));
  writeFiles(root, { [`${schema}/mine`]: 'mine' });
  const before = contents(root);
  const { exitCode, notes } = await run('render', root);
  t.is(exitCode, 1);
  t.regex(
    notes ?? '',
    /schema\.json\/mine stands where a file has to be written.*Nothing (in rendered\/ )?was changed/s,
  );
  t.deepEqual({ ...contents(root), ...before }, { ...before, ...contents(root) });
  for (const path of Object.keys(before)) t.is(contents(root)[path], before[path], path);
});

test('an empty folder in the schema’s place gives way', async (t) => {
  const root = await prepared(t, step);
  rmSync(join(root, schema));
  mkdirSync(join(root, schema));
  t.is((await run('render', root)).exitCode, 0);
  t.is(readFileSync(join(root, schema), 'utf8'), shipped);
});

const diskError = Object.assign(new Error('EIO'), { code: 'EIO', path: '/x' });
const words: readonly (readonly [title: string, error: unknown, exitCode: Outcome['exitCode'], notes: RegExp])[] = [
  ['of the file system', diskError, 1, /^\/x: the disk reports an error\. Nothing was changed\.\n$/],
  ['of the file system after a change', new ChangedError('Half is done.', diskError), 1, /error\. Half is done\.\n$/],
  [
    'of the user after a change',
    new ChangedError('Half is done.', new UserError('No.')),
    1,
    /^No\.\nHalf is done\.\n$/,
  ],
  ['by a signal', new StoppedError('Stopped.', 143), 143, /^Stopped\.\n$/],
  [
    'of ours',
    new TypeError('x'),
    1,
    /^This is a bug of inference-gitops\. Nothing was changed\. Please[\s\S]*failure\.test/,
  ],
  [
    'of ours after a change',
    new ChangedError('Half is done.', new TypeError('x')),
    1,
    /gitops\. Half is done\. Please/,
  ],
];

for (const [title, error, exitCode, notes] of words) {
  test(`a failure ${title} says what is changed`, (t) => {
    const outcome = failure(error, '/nowhere');
    t.is(outcome.exitCode, exitCode);
    t.regex(outcome.notes ?? '', notes);
  });
}
