import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { run } from '../../helpers/commands.js';
import { dieAt } from '../../helpers/crash.js';
import { contents } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';
import { leftovers, markHolderAsDead, prepared, rendering, type Step, type Tree, treeOf } from '../../helpers/step.js';

const tf = 'terraform-templates';
const steps: Readonly<Record<string, Step>> = {
  'the first render': { before: {}, after: smallRepository(['prod']) },
  'files that are new, changed and gone': {
    before: smallRepository(['prod'], {
      [`${tf}/gone.tf`]: '# 1',
      [`${tf}/old/gone.tf`]: '# 1',
      [`${tf}/changed.tf`]: '# 1',
    }),
    after: smallRepository(['prod'], {
      [`${tf}/new.tf`]: '# 2',
      [`${tf}/more/new.tf`]: '# 2',
      [`${tf}/changed.tf`]: '# 2',
    }),
    gone: [`${tf}/gone.tf`, `${tf}/old`, `${tf}/changed.tf`],
  },
  'a file that becomes a folder, and a folder that becomes a file': {
    before: smallRepository(['prod'], {
      [`${tf}/a`]: '# file',
      [`${tf}/b/c/d`]: '# folder',
      [`${tf}/b/e`]: '# folder',
    }),
    after: smallRepository(['prod'], { [`${tf}/a/x/y`]: '# folder', [`${tf}/b`]: '# file' }),
    gone: [`${tf}/a`, `${tf}/b`],
  },
  'an environment that goes': {
    before: smallRepository(['dev', 'prod']),
    after: smallRepository(['prod']),
    gone: ['environments/dev.yaml'],
    args: ['--allow-destructive=dev'],
  },
  'an environment that comes': { before: smallRepository(['prod']), after: smallRepository(['dev', 'prod']) },
};

for (const [title, step] of Object.entries(steps)) {
  for (const halfDone of [false, true]) {
    test.serial(
      `${title}: killed ${halfDone ? 'in' : 'at'} any change of the disk, the next run leaves the whole new tree`,
      async (t) => {
        const [older, newer] = [await treeOf(t, step, 'older'), await treeOf(t, step, 'newer')];
        t.notDeepEqual(older, newer);
        for (let at = 1; ; at += 1) {
          const root = await prepared(t, step);
          const calls = await dieAt({ at, halfDone }, () => rendering(root, step));
          if (calls < at) {
            t.true(at > 10, `only ${at} changes`);
            break;
          }
          assertOldOrNew(t, root, { older, newer });
          markHolderAsDead(root);
          const next = await run('render', root, ...(step.args ?? []));
          t.is(next.exitCode, 0, `killed at change ${at}: ${next.notes}`);
          t.deepEqual(contents(join(root, 'rendered')), newer, `killed at change ${at}`);
          t.deepEqual(leftovers(root), [], `killed at change ${at}`);
          t.is((await run('check', root)).exitCode, 0);
          rmSync(root, { recursive: true });
        }
      },
    );
  }
}

test.serial('killed while it recovers, again and again, a run still ends in the whole new tree', async (t) => {
  const step = steps['files that are new, changed and gone'] as Step;
  const newer = await treeOf(t, step, 'newer');
  const root = await prepared(t, step);
  const calls = await dieAt({ at: Number.POSITIVE_INFINITY, halfDone: false }, () => rendering(root, step));
  const again = await prepared(t, step);
  await dieAt({ at: calls - 8, halfDone: false }, () => rendering(again, step));
  t.true(existsSync(join(again, '.inference-gitops/journal.json')));
  for (let at = 4; at < 14; at += 1) {
    markHolderAsDead(again);
    await dieAt({ at, halfDone: true }, () => rendering(again, step));
  }
  markHolderAsDead(again);
  t.is((await run('render', again)).exitCode, 0);
  t.deepEqual(contents(join(again, 'rendered')), newer);
});

test.serial('check finishes a run that was interrupted, and says so; diff only says so', async (t) => {
  const step = steps['files that are new, changed and gone'] as Step;
  const newer = await treeOf(t, step, 'newer');
  const root = await prepared(t, step);
  const calls = await dieAt({ at: Number.POSITIVE_INFINITY, halfDone: false }, () => rendering(root, step));
  const again = await prepared(t, step);
  await dieAt({ at: calls - 8, halfDone: false }, () => rendering(again, step));
  markHolderAsDead(again);
  const half = contents(join(again, 'rendered'));
  t.like((await run('diff', again)).json, { interrupted: true });
  t.deepEqual(contents(join(again, 'rendered')), half);
  const outcome = await run('check', again);
  t.is(outcome.exitCode, 0);
  t.regex(outcome.notes ?? '', /^A render that was interrupted while it changed files was finished\.\n/);
  t.like(outcome.json, { clean: true, recovered: true });
  t.deepEqual(contents(join(again, 'rendered')), newer);
  t.deepEqual(leftovers(again), []);
});

/** No file is anything but what it was or what it will be. */
function assertOldOrNew(t: ExecutionContext, root: string, { older, newer }: { older: Tree; newer: Tree }): void {
  for (const [path, content] of Object.entries(contents(join(root, 'rendered')))) {
    if (content !== older[path] && content !== newer[path]) t.fail(`${path} is neither old nor new`);
  }
}
