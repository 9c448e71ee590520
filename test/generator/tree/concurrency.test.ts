import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import test from 'ava';
import { program } from '../../../generator/base/package.js';
import { holderName } from '../../../generator/tree/lock.js';
import { openWorkspace } from '../../../generator/tree/workspace.js';
import { run } from '../../helpers/commands.js';
import { contents, type Files, folderWith, writeFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';
import { leftovers, prepared, type Tree, treeOf } from '../../helpers/step.js';

const tf = 'terraform-templates';

test('killed by the system at random moments of its work, the next run leaves the whole new tree', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${tf}/m${index}/main.tf`, `# ${index}`]));
  const step = {
    before: smallRepository(['prod'], { [`${tf}/a.tf`]: '# 1', [`${tf}/gone.tf`]: '# 1' }),
    after: smallRepository(['dev', 'prod'], { [`${tf}/a.tf`]: '# 2', ...many }),
    gone: [`${tf}/gone.tf`],
  };
  const newer = await treeOf(t, step, 'newer');
  let undisturbed = 50;
  let killed = 0;
  for (let attempt = 0; killed < 8; attempt += 1) {
    t.true(attempt < 80, `${attempt} runs ended before they could be killed`);
    const root = await prepared(t, step);
    const { signal, milliseconds } = await killedAfter(Math.random() * undisturbed, root);
    if (signal === 'SIGKILL') killed += 1;
    else undisturbed = milliseconds;
    t.is((await run('render', root)).exitCode, 0);
    t.deepEqual(contents(join(root, 'rendered')), newer);
    t.deepEqual(leftovers(root), []);
  }
});

/** Kills a run so many milliseconds after it began to work. @returns how it ended, and how long after that */
async function killedAfter(delay: number, root: string) {
  const child = spawn(process.execPath, [program, 'render', '--root', root], { stdio: 'ignore' });
  const ended = new Promise<{ signal: NodeJS.Signals | null; at: number }>((resolve) =>
    child.once('exit', (_, signal) => resolve({ signal, at: performance.now() })),
  );
  while (!existsSync(join(root, '.inference-gitops')) && child.exitCode === null) await setTimeout(1);
  const start = performance.now();
  await setTimeout(delay);
  child.kill('SIGKILL');
  const { signal, at } = await ended;
  return { signal, milliseconds: at - start };
}

for (const count of [2, 5]) {
  test(`${count} runs at once with different inputs end in the tree of one of them`, async (t) => {
    const root = folderWith(t, smallRepository(['prod']));
    const variants = Array.from({ length: count }, (_, index) => {
      const input = folderWith(t, smallRepository(['prod'], variant(index)));
      return input;
    });
    const trees = await Promise.all(
      variants.map(async (folder) => {
        await run('render', folder);
        return contents(join(folder, 'rendered'));
      }),
    );
    for (let round = 0; round < 2; round += 1) {
      const runs = variants.map(async (_, index) => {
        writeFiles(root, variant(index));
        await setTimeout(index * 15);
        return render(root);
      });
      for (const { code, stderr } of await Promise.all(runs)) t.is(code, 0, stderr);
      await run('render', root);
      const last = contents(join(root, 'rendered'));
      t.true(
        trees.some((tree) => same(tree, last)),
        'the tree is none of the inputs’',
      );
      t.deepEqual(leftovers(root), []);
    }
  });
}

const variant = (index: number): Files => ({
  [`${tf}/v.tf`]: `# ${index}`,
  'charts/ml-inference/templates/a.yaml': `v: ${index}`,
});

test('five runs that find the lock of a dead one all end well', async (t) => {
  const root = folderWith(t, smallRepository(['prod']));
  writeFiles(root, {
    '.inference-gitops/lock': holderName(await deadProcess()),
  });
  const runs = await Promise.all(Array.from({ length: 5 }, () => render(root)));
  for (const { code, stderr } of runs) t.is(code, 0, stderr);
  t.is((await run('check', root)).exitCode, 0);
  t.deepEqual(leftovers(root), []);
});

test('the lock of a living process makes a run wait until it is gone', async (t) => {
  const root = folderWith(t, smallRepository(['prod']));
  const lock = '.inference-gitops/lock';
  writeFiles(root, { [lock]: holderName(process.pid) });
  let ended = false;
  const running = run('render', root).then((outcome) => {
    ended = true;
    return outcome;
  });
  await setTimeout(700);
  t.false(ended);
  t.false(existsSync(join(root, 'rendered')));
  rmSync(join(root, lock));
  t.is((await running).exitCode, 0);
});

test('what runs that were killed while they waited have left is cleared away', async (t) => {
  const root = folderWith(t, smallRepository(['prod']));
  const [waiting, barelyBegun] = [holderName(await deadProcess()), holderName(await deadProcess())];
  writeFiles(root, { [`.inference-gitops/lock.${waiting}`]: waiting, [`.inference-gitops/lock.${barelyBegun}`]: '' });
  t.is((await run('render', root)).exitCode, 0);
  t.deepEqual(leftovers(root), []);
});

test('a run that lost its lock changes nothing', async (t) => {
  const root = folderWith(t);
  const workspace = await openWorkspace(root);
  workspace.stage('rendered/prod/a', Buffer.from('a'));
  writeFiles(root, { '.inference-gitops/lock': holderName(process.pid) });
  await t.throwsAsync(workspace.commit([]), { message: /taken over/ });
  t.false(existsSync(join(root, 'rendered')));
});

test('a run that had to wait renders what the input is by then', async (t) => {
  const root = folderWith(t, smallRepository(['prod']));
  const workspace = await openWorkspace(root);
  const waiting = promisify(execFile)(process.execPath, [program, 'render', '--root', root]);
  const isWaiting = () => readdirSync(join(root, '.inference-gitops')).some((name) => name.startsWith('lock.'));
  while (!isWaiting()) await setTimeout(5);
  writeFiles(root, { 'environments/dev.yaml': String(smallRepository(['dev'])['environments/dev.yaml']) });
  await workspace.close();
  t.regex((await waiting).stdout, /^dev: /);
});

const same = (a: Tree, b: Tree): boolean => JSON.stringify(a) === JSON.stringify(b);

async function render(root: string): Promise<{ code: number; stderr: string }> {
  try {
    const { stderr } = await promisify(execFile)(process.execPath, [program, 'render', '--root', root]);
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, stderr };
  }
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid as number;
}
