import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { program } from '../../../generator/base/package.js';
import { run } from '../../helpers/commands.js';
import { isWindows } from '../../helpers/platform.js';
import { contents, type Files } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';
import { leftovers, prepared, type Step, treeOf } from '../../helpers/step.js';

/** So many files that changing them takes a while. */
const many = (text: string): Files =>
  Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`terraform-templates/m${index}/main.tf`, text]));
const step: Step = { before: smallRepository(['prod'], many('# 1')), after: smallRepository(['prod'], many('# 2')) };

/** Windows ends a process at once, whichever signal it is. */
const onPOSIX = isWindows ? test.serial.skip : test.serial;

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof exitCodes;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

function start(root: string): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, 'render', '--root', root], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, stderr })),
  );
  return { child, ended };
}

/** Waits until the run has written its journal: from there on it changes files. */
async function untilItChanges(root: string, child: ChildProcess): Promise<void> {
  while (!existsSync(join(root, '.inference-gitops/journal.json')) && child.exitCode === null) await setTimeout(1);
}

for (const signal of Object.keys(exitCodes) as Signal[]) {
  onPOSIX(`${signal} while files are being changed waits until all of them are, and is told`, async (t) => {
    t.timeout(120_000);
    const newer = await treeOf(t, step, 'newer');
    for (let hits = 0, tries = 0; hits < 1; tries += 1) {
      t.true(tries < 20, 'no signal came while files were being changed');
      const root = await prepared(t, step);
      const { child, ended } = start(root);
      await untilItChanges(root, child);
      child.kill(signal);
      const { code, stderr } = await ended;
      t.deepEqual(contents(join(root, 'rendered')), newer);
      t.deepEqual(leftovers(root), []);
      if (code === 0) continue;
      hits += 1;
      t.is(code, exitCodes[signal], stderr);
      t.regex(stderr, new RegExp(`^${signal} came while files were being changed\\. That was finished first`));
    }
  });
}

onPOSIX('SIGINT at any moment leaves the old tree or the new one, never a mix', async (t) => {
  t.timeout(240_000);
  const trees = [await treeOf(t, step, 'older'), await treeOf(t, step, 'newer')].map((tree) => JSON.stringify(tree));
  let duration = 500;
  for (let round = 0; round < 8; round += 1) {
    const root = await prepared(t, step);
    const from = performance.now();
    const { child, ended } = start(root);
    await setTimeout((duration * round) / 6);
    child.kill('SIGINT');
    const { code, signal } = await ended;
    if (code === 0) duration = performance.now() - from;
    const found = trees.indexOf(JSON.stringify(contents(join(root, 'rendered'))));
    // A signal that comes before the change or after it ends the run at once; in between it waits.
    t.true(found === 1 || (found === 0 && signal === 'SIGINT'), `round ${round}: ${found} ${code} ${signal}`);
    await assertNextRunIsClean(t, root, String(trees[1]));
  }
});

async function assertNextRunIsClean(t: ExecutionContext, root: string, newer: string): Promise<void> {
  t.is((await run('render', root)).exitCode, 0);
  t.is(JSON.stringify(contents(join(root, 'rendered'))), newer);
  t.deepEqual(leftovers(root), []);
}

for (const command of ['render', 'check'] as const) {
  test.serial(`killed while files are being changed, ${command} finishes that and says so`, async (t) => {
    t.timeout(120_000);
    const newer = await treeOf(t, step, 'newer');
    for (let tries = 0; ; tries += 1) {
      t.true(tries < 20, 'no run was killed while it changed files');
      const root = await prepared(t, step);
      const { child, ended } = start(root);
      await untilItChanges(root, child);
      child.kill('SIGKILL');
      if ((await ended).signal === null || !existsSync(join(root, '.inference-gitops/journal.json'))) continue;
      const { exitCode, notes, json } = await run(command, root);
      t.is(exitCode, 0, notes);
      t.regex(notes ?? '', /^A render that was interrupted while it changed files was finished\.\n/);
      t.like(json, { recovered: true });
      t.deepEqual(contents(join(root, 'rendered')), newer);
      t.deepEqual(leftovers(root), []);
      return;
    }
  });
}
