import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parseAllDocuments } from 'yaml';
import { folderInGit } from '../../../generator/input/folder-in-git.js';
import { run } from '../../helpers/commands.js';
import { contents, environmentFiles, folderWith, shippedFiles, writeFiles } from '../../helpers/repository.js';

const somebody = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
const git = (cwd: string, ...args: string[]) => execFileSync('git', [...somebody, ...args], { cwd });

/** A git repository with a project in a folder. */
function monorepo(t: ExecutionContext, folder: string): { readonly top: string; readonly root: string } {
  const top = folderWith(t, { 'README.md': '# Everything\n' });
  const root = join(top, folder);
  mkdirSync(root, { recursive: true });
  writeFiles(root, environmentFiles(shippedFiles));
  git(top, 'init', '--quiet');
  return { top, root };
}

test('the folder is that from the top of the git repository, also of a worktree and through a link', (t) => {
  const { top, root } = monorepo(t, 'platform/ml');
  t.is(folderInGit(root), 'platform/ml/');
  t.is(folderInGit(top), '');
  git(top, 'add', '--all');
  git(top, 'commit', '--quiet', '--message', 'all');
  git(top, 'worktree', 'add', '--quiet', join(top, '../worktree-of-it'));
  t.teardown(() => git(top, 'worktree', 'remove', '--force', join(top, '../worktree-of-it')));
  t.is(folderInGit(join(top, '../worktree-of-it/platform/ml')), 'platform/ml/');
  symlinkSync(root, join(top, 'link'));
  t.is(folderInGit(join(top, 'link')), 'platform/ml/');
});

test('a folder without git is the top', (t) => {
  t.is(folderInGit(folderWith(t, { a: '' })), '');
});

for (const folder of ['ml', 'platform/ml', 'a folder/für ML']) {
  test(`what Argo CD reads from git carries the folder ${folder}; what is written lies in it`, async (t) => {
    const { root } = monorepo(t, folder);
    t.is((await run('render', root)).exitCode, 0);
    const prod = join(root, 'rendered/prod');
    const files = Object.keys(contents(prod)).map((path) => [path, readFileSync(join(prod, path), 'utf8')] as const);
    const paths = files
      .filter(([path]) => /^argocd\/[^/]+\.yaml$/.test(path))
      .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS()))
      .filter(({ kind, spec }) => kind === 'Application' && spec.source.path !== undefined)
      .map(({ spec }) => String(spec.source.path));
    t.true(paths.length >= 3);
    for (const path of paths) t.true(path.startsWith(`${folder}/rendered/prod/`), path);
    const texts = files.map(([, text]) => text).join('\n');
    const urls = texts.match(/https:\/\/[^\s"`)]+\/rendered\/[^\s"`)]+\.md/g) ?? [];
    t.true(urls.length >= 2);
    for (const url of urls) t.true(url.includes(`/blob/main/${encodeURI(folder)}/rendered/prod/`), url);
    t.is((await run('check', root)).exitCode, 0);
  });
}

test('a project that moves in its repository is rendered anew, and check says so before', async (t) => {
  const { top, root } = monorepo(t, 'old');
  t.is((await run('render', root)).exitCode, 0);
  renameSync(root, join(top, 'new'));
  t.is((await run('check', join(top, 'new'))).exitCode, 2);
  t.is((await run('render', join(top, 'new'))).exitCode, 0);
  t.is((await run('check', join(top, 'new'))).exitCode, 0);
});
