import { rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { cli } from '../../helpers/cli.js';
import {
  contents,
  environmentFiles,
  folderWith,
  replaceOnce,
  shippedFiles,
  writeFiles,
} from '../../helpers/repository.js';

const held = replaceOnce(`${shippedFiles.prod}toolVersion: 9.9.9\n`, 'max: 4', 'max: 6');

/** A repository with prod and dev rendered, whose prod then stays with another version, and is edited. */
async function heldRepository(t: ExecutionContext): Promise<string> {
  const { defaults, dev, prod } = shippedFiles;
  const root = folderWith(t, environmentFiles({ defaults, dev, prod }));
  t.is((await cli(['render', '--root', root])).exitCode, 0);
  writeFiles(root, environmentFiles({ prod: held }));
  return root;
}

test('what another version has rendered stays, and that edits wait is told', async (t) => {
  const root = await heldRepository(t);
  const before = contents(join(root, 'rendered'));
  for (const command of ['render', 'check', 'diff', 'validate']) {
    const { exitCode, stderr } = await cli([command, '--root', root]);
    t.is(exitCode, 0, command);
    t.regex(stderr, /^environments\/prod\.yaml:\d+:\d+ warning toolVersion: rendered\/prod stays as 9\.9\.9 wrote it/m);
  }
  t.deepEqual(contents(join(root, 'rendered')), before);
});

test('check tells what was changed in it since, and render leaves that alone as well', async (t) => {
  const root = await heldRepository(t);
  writeFiles(root, { 'rendered/prod/RUNBOOK.md': 'mine\n', 'rendered/prod/own.txt': 'x' });
  rmSync(join(root, 'rendered/prod/terraform/main.tf'));
  const { exitCode, stdout } = await cli(['check', '--root', root]);
  t.is(exitCode, 2);
  t.regex(stdout, /^rendered\/prod\/RUNBOOK\.md is not as the version wrote it that toolVersion names/m);
  t.regex(stdout, /^rendered\/prod\/terraform\/main\.tf is not as/m);
  t.regex(stdout, /^rendered\/prod\/own\.txt is unowned/m);
  t.is((await cli(['render', '--root', root])).exitCode, 0);
  t.is((await cli(['check', '--root', root])).exitCode, 2);
});

test('no release is promoted into it, or brought back', async (t) => {
  const root = await heldRepository(t);
  for (const words of [
    ['promote', 'dev', 'prod'],
    ['rollback', 'prod', '--to', 'HEAD'],
  ]) {
    const { exitCode, stderr } = await cli([...words, '--root', root]);
    t.is(exitCode, 1);
    t.regex(stderr, /^prod stays with 9\.9\.9, and this is \d+\.\d+\.\d+: call that version/);
  }
});

test('a version that never rendered the environment is refused', async (t) => {
  const root = folderWith(t, environmentFiles({ defaults: shippedFiles.defaults, prod: held }));
  const { exitCode, stderr } = await cli(['render', '--root', root]);
  t.is(exitCode, 1);
  t.regex(stderr, /error toolVersion: Nothing is rendered of prod, and this is \d+\.\d+\.\d+: render it with 9\.9\.9/);
  t.deepEqual(
    Object.keys(contents(root)).filter((path) => path.startsWith('rendered')),
    [],
  );
});
