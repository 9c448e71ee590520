import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { run } from '../../helpers/commands.js';
import { folderWith, replaceOnce, shippedFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';
import { clean, differencesOf, site, siteAt } from './site.js';

const dev = String(smallRepository(['dev', 'prod'])['environments/dev.yaml']);
const prod = String(smallRepository(['dev', 'prod'])['environments/prod.yaml']);
const edited = (level: string): string => replaceOnce(dev, 'LOG_LEVEL: debug', `LOG_LEVEL: ${level}`);
const values = 'rendered/dev/workloads/ml-inference/chart/values.environment.yaml';

test('a commit of an environment has what it implies, and leaves a clean work tree', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn') });
  here.git('add', 'environments');
  here.git('commit', '--quiet', '--message', 'quieter');
  t.is(await differencesOf(t, here), clean);
  t.regex(here.git('show', `HEAD:${values}`), /LOG_LEVEL: warn/);
  t.is(here.git('status', '--porcelain'), '');
  t.deepEqual(here.git('show', '--name-only', '--format=', 'HEAD').trim().split('\n'), [
    'environments/dev.yaml',
    'rendered/dev/.generated.json',
    values,
  ]);
});

test('only what is staged counts: a later edit of the same file stays where it is', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn') });
  here.git('add', 'environments');
  here.write({ 'environments/dev.yaml': edited('error'), 'environments/prod.yaml': 'not: valid\n' });
  here.git('commit', '--quiet', '--message', 'quieter');
  t.regex(here.git('show', 'HEAD:environments/dev.yaml'), /LOG_LEVEL: warn/);
  t.is(await differencesOf(t, here), clean);
  t.is(readFileSync(join(here.root, 'environments/dev.yaml'), 'utf8'), edited('error'));
  t.is(here.git('status', '--porcelain'), ' M environments/dev.yaml\n M environments/prod.yaml\n');
});

test('what was rendered in the work tree for a later edit is not committed, and stays', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn') });
  here.git('add', 'environments');
  here.write({ 'environments/dev.yaml': edited('error') });
  t.is((await run('render', here.root)).exitCode, 0);
  here.git('commit', '--quiet', '--message', 'quieter');
  t.is(await differencesOf(t, here), clean);
  t.regex(readFileSync(join(here.root, values), 'utf8'), /LOG_LEVEL: error/);
  t.is((await run('check', here.root)).exitCode, 0);
});

test('an edit of a rendered file that is not staged stays as it is', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn'), [values]: 'mine\n' });
  here.git('add', 'environments');
  const { stderr, status } = here.tryGit('commit', '--quiet', '--message', 'quieter');
  t.is(status, 0, stderr);
  t.regex(stderr, /values\.environment\.yaml has changes that are not staged/);
  t.is(await differencesOf(t, here), clean);
  t.is(readFileSync(join(here.root, values), 'utf8'), 'mine\n');
});

test('an edit of a rendered file that is staged gives way to what the environment implies, and is told', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn'), [values]: 'mine\n' });
  here.git('add', '--all');
  const { stderr, status } = here.tryGit('commit', '--quiet', '--message', 'quieter');
  t.is(status, 0, stderr);
  t.regex(
    stderr,
    /values\.environment\.yaml was staged with changes by hand: the commit has what the environments imply/,
  );
  t.is(await differencesOf(t, here), clean);
});

test('an environment that does not validate is not committed: file, line and what is staged there', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  const head = here.git('rev-parse', 'HEAD');
  here.write({ 'environments/dev.yaml': replaceOnce(dev, 'replicas: { max: 2 }', 'replicas: { max: two }') });
  here.git('add', 'environments');
  here.write({ 'environments/dev.yaml': dev });
  const { stderr, status } = here.tryGit('commit', '--quiet', '--message', 'wrong');
  t.is(status, 1);
  t.regex(stderr, /^environments\/dev\.yaml:[0-9]+:[0-9]+ error workloads\.ml-inference\.replicas\.max: /);
  t.regex(stderr, /replicas: \{ max: two \}/);
  t.regex(stderr, /Nothing was committed/);
  t.is(here.git('rev-parse', 'HEAD'), head);
});

test('a commit that would delete a namespace is refused, until that is rendered on purpose', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({
    'environments/dev.yaml': replaceOnce(dev, '  ml-inference:\n', '  ml-inference:\n    namespace: another\n'),
  });
  here.git('add', 'environments');
  const { stderr, status } = here.tryGit('commit', '--quiet', '--message', 'rename');
  t.is(status, 1);
  t.regex(stderr, /would delete or replace:\n {2}Namespace ml-inference \(dev\)/);
  t.is((await run('render', here.root, '--allow-destructive=dev')).exitCode, 0);
  here.git('add', '--all');
  here.git('commit', '--quiet', '--message', 'rename');
  t.is(await differencesOf(t, here), clean);
});

test('an edit of the defaults or of a template renders every environment', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({ 'terraform-templates/main.tf': 'module "b" {}\n' });
  here.git('add', '--all');
  here.git('commit', '--quiet', '--message', 'template');
  t.is(await differencesOf(t, here), clean);
  t.is(here.git('show', 'HEAD:rendered/prod/terraform/main.tf'), 'module "b" {}\n');
  t.is(here.git('status', '--porcelain'), '');
});

test('a new environment comes with everything that it implies', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  const another = prod
    .replace('name: prod', 'name: qa')
    .replaceAll('111122223333', '222233334444')
    .replace('name: ml-inference-prod-cluster', 'name: qa-cluster');
  here.write({ 'environments/qa.yaml': another });
  here.git('add', 'environments');
  const { stderr, status } = here.tryGit('commit', '--quiet', '--message', 'qa');
  t.is(status, 0, stderr);
  t.is(await differencesOf(t, here), clean);
  t.is(here.git('status', '--porcelain'), '');
});

test('git commit --all and an amended commit have it too', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn') });
  here.git('commit', '--quiet', '--all', '--message', 'quieter');
  t.is(await differencesOf(t, here), clean);
  here.write({ 'environments/dev.yaml': edited('error') });
  here.git('commit', '--quiet', '--all', '--amend', '--no-edit');
  t.is(await differencesOf(t, here), clean);
  t.is(here.git('status', '--porcelain'), '');
});

test('git commit with a path has it too, and leaves nothing that looks staged', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn'), 'note.txt': 'staged, for another commit\n' });
  here.git('add', 'note.txt');
  here.git('commit', '--quiet', '--message', 'quieter', '--', 'environments/dev.yaml');
  t.is(await differencesOf(t, here), clean);
  t.is(here.git('status', '--porcelain'), 'A  note.txt\n');
});

test('the first commit of a repository has it too', async (t) => {
  const top = folderWith(t, smallRepository(['dev', 'prod']));
  const here = siteAt(top);
  here.git('init', '--quiet', '--initial-branch=main');
  await here.hooks('install');
  here.git('add', '--all');
  here.git('commit', '--quiet', '--message', 'first');
  t.is(await differencesOf(t, here), clean);
  t.is(here.git('status', '--porcelain'), '');
});

test('it works in a linked work tree, on what that one has staged', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  const linked = join(folderWith(t), 'linked');
  here.git('worktree', 'add', '--quiet', '-b', 'side', linked);
  const there = siteAt(linked);
  there.write({ 'environments/dev.yaml': edited('warn') });
  there.git('commit', '--quiet', '--all', '--message', 'quieter');
  t.is(await differencesOf(t, there), clean);
  t.is(there.git('status', '--porcelain'), '');
  t.is(here.git('status', '--porcelain'), '');
});

test('it can be installed from a linked work tree', async (t) => {
  const here = await site(t);
  const linked = join(folderWith(t), 'linked');
  here.git('worktree', 'add', '--quiet', '-b', 'side', linked);
  await siteAt(linked).hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn') });
  here.git('commit', '--quiet', '--all', '--message', 'quieter');
  t.is(await differencesOf(t, here), clean);
});

test('it works on a detached HEAD', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  here.git('checkout', '--quiet', '--detach');
  here.write({ 'environments/dev.yaml': edited('warn') });
  here.git('commit', '--quiet', '--all', '--message', 'quieter');
  t.is(await differencesOf(t, here), clean);
});

for (const name of ['with spaces', 'größe 数据', "it's $HOME `x`"]) {
  test(`it works in a folder called ${name}, and with files that are called so`, async (t) => {
    const top = join(folderWith(t), name);
    mkdirSync(top);
    const here = await site(t, { top });
    await here.hooks('install');
    here.write({ 'environments/dev.yaml': edited('warn'), [`charts/ml-inference/templates/${name}.yaml`]: 'b: 1\n' });
    here.write({ 'charts/ml-inference/Chart.yaml': 'apiVersion: v2\nname: ml-inference\nversion: 0.9.0\n' });
    here.write({
      'environments/defaults.yaml': here
        .git('show', 'HEAD:environments/defaults.yaml')
        .replace(/chartVersion: \S+/, 'chartVersion: 0.9.0'),
    });
    here.git('add', '--all');
    here.git('commit', '--quiet', '--message', 'all');
    t.is(await differencesOf(t, here), clean);
    t.is(here.git('show', `HEAD:rendered/dev/workloads/ml-inference/chart/templates/${name}.yaml`), 'b: 1\n');
    t.is(here.git('status', '--porcelain'), '');
  });
}

test('it works for environments that lie in a folder of a larger repository', async (t) => {
  const folder = 'deploy/ml inference';
  const here = await site(t, { folder });
  await here.hooks('install');
  here.write({ 'environments/dev.yaml': edited('warn') });
  here.git('commit', '--quiet', '--all', '--message', 'quieter');
  t.is(await differencesOf(t, here, folder), clean);
  t.is(here.git('status', '--porcelain'), '');
});

test('a commit that concerns no environment does not even start the generator', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  const hook = join(here.root, '.git/hooks/pre-commit');
  writeFileSync(hook, readFileSync(hook, 'utf8').replace(/^program=.*$/m, 'program=/nowhere/cli.js'));
  here.write({ 'note.txt': 'one\n' });
  here.git('add', '--all');
  const { stderr, status } = here.tryGit('commit', '--quiet', '--message', 'note');
  t.is(status, 0, stderr);
  t.is(stderr, '');
});

test('an environment that goes, goes with what was rendered for it, when that is staged', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  rmSync(join(here.root, 'environments/dev.yaml'));
  here.git('add', '--all');
  t.regex(here.tryGit('commit', '--quiet', '--message', 'gone').stderr, /would delete or replace/);
  t.is((await run('render', here.root, '--allow-destructive=dev')).exitCode, 0);
  here.git('add', '--all');
  here.git('commit', '--quiet', '--message', 'gone');
  t.is(await differencesOf(t, here), clean);
});

test('the shipped environments: a commit has what it implies', async (t) => {
  const { defaults, prod: whole } = shippedFiles;
  const top = folderWith(t, { 'environments/defaults.yaml': defaults, 'environments/prod.yaml': whole });
  t.is((await run('render', top)).exitCode, 0);
  const here = siteAt(top);
  here.git('init', '--quiet', '--initial-branch=main');
  here.git('add', '--all');
  here.git('commit', '--quiet', '--message', 'first');
  await here.hooks('install');
  here.write({ 'environments/prod.yaml': whole.replace('deletionProtection: true', 'deletionProtection: false') });
  here.git('commit', '--quiet', '--all', '--message', 'unprotected');
  t.is(await differencesOf(t, here), clean);
  t.regex(here.git('show', '--stat', 'HEAD'), /rendered\/prod\/RUNBOOK\.md/);
});
