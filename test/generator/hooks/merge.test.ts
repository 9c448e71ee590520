import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { run } from '../../helpers/commands.js';
import { environmentFiles, folderWith, replaceOnce, shippedFiles, writeFiles } from '../../helpers/repository.js';
import { clean, differencesOf, type Site, siteAt } from './site.js';

/** Two edits of one environment that have nothing to do with each other. */
const edits = [
  ['LOG_LEVEL', (text: string) => replaceOnce(text, 'LOG_LEVEL: debug', 'LOG_LEVEL: warn')],
  ['replicas', (text: string) => replaceOnce(text, 'replicas: { max: 3 }', 'replicas: { max: 4 }')],
] as const;

/** A repository of the environments that ship, with a branch for each edit, rendered and committed. */
async function branches(t: ExecutionContext): Promise<Site> {
  const here = siteAt(folderWith(t, environmentFiles(shippedFiles)));
  here.git('init', '--quiet', '--initial-branch=main');
  await commitRendered(here, 'first');
  for (const [branch, edit] of edits) {
    here.git('checkout', '--quiet', '-b', branch, 'main');
    const file = 'environments/dev.yaml';
    writeFiles(here.root, { [file]: edit(readFileSync(join(here.root, file), 'utf8')) });
    await commitRendered(here, branch);
  }
  return here;
}

async function commitRendered(here: Site, message: string): Promise<void> {
  const { exitCode, notes } = await run('render', here.root);
  if (exitCode !== 0) throw new Error(notes);
  here.git('add', '--all');
  here.git('commit', '--quiet', '--message', message);
}

test('two edits of one environment merge without a conflict, and render makes the record whole', async (t) => {
  const here = await branches(t);
  const { status, stderr } = here.tryGit('merge', '--quiet', '--no-edit', 'LOG_LEVEL');
  t.is(status, 0, stderr);
  t.is((await run('check', here.root)).exitCode, 2, 'nobody has rendered what both edits imply');
  const { exitCode, notes } = await run('render', here.root);
  t.is(exitCode, 0, notes);
  t.notRegex(notes ?? '', /edited by hand/);
  t.is((await run('check', here.root)).text, clean);
});

test('with the hooks the merge commit itself is what both edits imply: git leaves it to a commit', async (t) => {
  const here = await branches(t);
  await here.hooks('install');
  const { status, stderr } = here.tryGit('merge', '--quiet', '--no-edit', 'LOG_LEVEL');
  t.is(status, 1);
  t.regex(stderr, /What both sides imply is staged now: end it with git commit --no-edit/);
  here.git('commit', '--quiet', '--no-edit');
  t.is(here.git('rev-list', '--count', '--merges', 'HEAD'), '1\n');
  t.is(await differencesOf(t, here), clean);
  t.is(here.git('status', '--porcelain'), '');
});

test('a merge that git can’t do, done by hand, is rendered by the commit that ends it', async (t) => {
  const here = await branches(t);
  await here.hooks('install');
  here.git('checkout', '--quiet', 'main');
  const file = join(here.root, 'environments/dev.yaml');
  writeFiles(here.root, {
    'environments/dev.yaml': replaceOnce(readFileSync(file, 'utf8'), 'LOG_LEVEL: debug', 'LOG_LEVEL: error'),
  });
  here.git('commit', '--quiet', '--all', '--message', 'error');
  t.not(here.tryGit('merge', '--quiet', '--no-edit', 'LOG_LEVEL').status, 0);
  here.git('checkout', '--theirs', '.');
  here.git('add', '--all');
  here.git('commit', '--quiet', '--no-edit');
  t.is(await differencesOf(t, here), clean);
});

test('a merge that concerns no environment is committed at once', async (t) => {
  const here = await branches(t);
  await here.hooks('install');
  here.git('checkout', '--quiet', '-b', 'note', 'main');
  here.write({ 'note.txt': 'one\n' });
  here.git('add', '--all');
  here.git('commit', '--quiet', '--message', 'note');
  here.git('checkout', '--quiet', 'LOG_LEVEL');
  const { status, stderr } = here.tryGit('merge', '--quiet', '--no-edit', 'note');
  t.is(status, 0, stderr);
  t.is(here.git('rev-list', '--count', '--merges', 'HEAD'), '1\n');
});

test('a manifest of one’s own is rendered by the commit that brings it', async (t) => {
  const here = siteAt(folderWith(t, environmentFiles(shippedFiles)));
  here.git('init', '--quiet', '--initial-branch=main');
  await commitRendered(here, 'first');
  await here.hooks('install');
  const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\n';
  here.write({ 'environments/dev/manifests/a.yaml': object });
  here.git('add', 'environments');
  here.git('commit', '--quiet', '--message', 'manifest');
  t.is(await differencesOf(t, here), clean);
  t.is(here.git('show', 'HEAD:rendered/dev/manifests/a.yaml'), object);
});
