import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { cli } from '../../helpers/cli.js';
import {
  contents,
  copyFolder,
  environmentFiles,
  folderWith,
  replaceOnce,
  shippedFiles,
  writeFiles,
} from '../../helpers/repository.js';

/** A repository of dev, staging and prod, rendered and committed, which each test copies. */
const template = mkdtempSync(join(tmpdir(), 'inference-gitops-'));
const image = 'workloads.ml-inference.image.tag';

const git = (folder: string, ...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });

test.before(async (t) => {
  const order = 'promotion: { order: [dev, staging, prod], config: [RANDOM_STATE] }\n';
  writeFiles(template, environmentFiles({ ...shippedFiles, defaults: shippedFiles.defaults + order }));
  t.is((await cli(['render', '--root', template])).exitCode, 0);
  git(template, 'init', '-q', '-b', 'main');
  for (const [key, value] of [
    ['user.name', 'a'],
    ['user.email', 'a@example.com'],
  ])
    git(template, 'config', key as string, value as string);
  git(template, 'add', '-A');
  git(template, 'commit', '-q', '-m', 'first');
});
test.after.always(() => rmSync(template, { recursive: true, force: true }));

function copyOf(t: ExecutionContext): string {
  const root = folderWith(t);
  copyFolder(template, root);
  return root;
}

const run = (root: string, ...args: string[]) => cli([...args, '--root', root]);

/** Writes values in dev, renders and commits. */
async function release(t: ExecutionContext, root: string, ...edits: string[]): Promise<void> {
  t.is((await run(root, 'set', 'dev', ...edits)).exitCode, 0);
  t.is((await run(root, 'render', 'dev', '--allow-destructive=dev')).exitCode, 0);
  git(root, 'commit', '-q', '-a', '-m', `release ${edits.join(' ')}`);
}

const valueIn = async (root: string, name: string, path: string): Promise<string> =>
  (await run(root, 'get', name, path)).stdout.trim();
const subject = (root: string): string => git(root, 'log', '-1', '--format=%s').trim();
const isClean = (root: string): boolean => git(root, 'status', '--porcelain') === '';

test('a release goes from dev to staging to prod, and comes back: each a commit that check agrees with', async (t) => {
  const root = copyOf(t);
  const first = git(root, 'rev-parse', 'HEAD').trim();
  const before = contents(join(root, 'rendered/prod'));
  await release(
    t,
    root,
    `${image}=0.2.0`,
    'workloads.ml-inference.config.RANDOM_STATE=7',
    'workloads.ml-inference.replicas.max=2',
  );

  const promoted = await run(root, 'promote', 'dev', 'staging', '--commit');
  t.is(promoted.exitCode, 0, promoted.stderr);
  t.regex(
    promoted.stdout,
    /restarts\n[\s\S]*0\.1\.0[\s\S]*→[\s\S]*0\.2\.0[\s\S]*Committed as [0-9a-f]+ on promote\/dev-to-staging\.\n$/,
  );
  t.is(await valueIn(root, 'staging', image), '0.2.0');
  t.is(await valueIn(root, 'staging', 'workloads.ml-inference.config.RANDOM_STATE'), '7');
  t.is(await valueIn(root, 'staging', 'workloads.ml-inference.replicas.max'), '4', 'replicas are no part of a release');
  t.is((await run(root, 'promote', 'staging', 'prod', '--commit')).exitCode, 0);
  t.is(subject(root), 'Promote staging to prod');
  t.true(isClean(root));
  t.is((await run(root, 'check')).exitCode, 0);

  const { stdout } = await run(root, 'rollback', 'prod');
  t.regex(
    stdout,
    /^[0-9a-f]+ +\S+ +Promote staging to prod\n {4}ml-inference: \S+:0\.2\.0, default model, chart 0\.2\.0\n/,
  );
  writeFileSync(join(root, 'environments/notes.md'), 'somebody else’s change of another file');
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'notes');
  const back = await run(root, 'rollback', 'prod', '--to', first);
  t.is(back.exitCode, 0, back.stderr);
  t.is(back.stderr.includes('as they were'), false);
  t.is(subject(root), `Roll prod back to ${first.slice(0, 7)}`);
  t.deepEqual(contents(join(root, 'rendered/prod')), before, 'byte for byte');
  t.is((await run(root, 'check')).exitCode, 0);
  t.true(isClean(root));
});

test('without --commit the file alone is written, and what it does is told first', async (t) => {
  const root = copyOf(t);
  await release(t, root, `${image}=0.2.0`);
  const { stdout } = await run(root, 'promote', 'dev', 'staging');
  t.regex(stdout, /environments\/staging\.yaml is written\. Render and commit/);
  t.is(git(root, 'status', '--porcelain'), ' M environments/staging.yaml\n');
  t.regex(
    (await run(root, 'promote', 'dev', 'staging')).stderr,
    /These are not committed:\n {2}environments\/staging\.yaml/,
  );
});

test('a model goes along whole, and one that the source doesn’t have goes away', async (t) => {
  const root = copyOf(t);
  const model = `{bucket: my-models, key: a.onnx, sha256: ${'a'.repeat(64)}, sizeLimit: 64Mi}`;
  await release(t, root, `workloads.ml-inference.model=${model}`);
  t.is((await run(root, 'promote', 'dev', 'staging', '--commit')).exitCode, 0);
  t.is(await valueIn(root, 'staging', 'workloads.ml-inference.model.key'), 'a.onnx');
  await release(t, root, 'workloads.ml-inference.model=null');
  git(root, 'branch', '-m', 'another');
  t.is((await run(root, 'promote', 'dev', 'staging', '--commit')).exitCode, 0);
  t.regex((await run(root, 'get', 'staging', 'workloads.ml-inference.model')).stderr, /staging has no/);
});

test('a chart that charts/ no longer has is brought back from git', async (t) => {
  const root = copyOf(t);
  const first = git(root, 'rev-parse', 'HEAD').trim();
  const before = contents(join(root, 'rendered/dev/workloads'));
  // The next version of the chart, in a repository that has its own.
  const chart = join(root, 'charts/ml-inference');
  copyFolder(join(root, 'rendered/dev/workloads/ml-inference/chart'), chart);
  rmSync(join(chart, 'values.environment.yaml'));
  const metadata = join(chart, 'Chart.yaml');
  writeFileSync(metadata, replaceOnce(readFileSync(metadata, 'utf8'), 'version: 0.2.0', 'version: 0.3.0'));
  await release(t, root, 'workloads.ml-inference.chartVersion=0.3.0');
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'chart 0.3.0');
  const { exitCode, stderr } = await run(root, 'rollback', 'dev', 'ml-inference', '--to', first);
  t.is(exitCode, 0, stderr);
  t.deepEqual(contents(join(root, 'rendered/dev/workloads')), before);
  t.true(isClean(root));
  t.is((await run(root, 'check')).exitCode, 0);
});

test('what has changed beside the release stays, and is said', async (t) => {
  const root = copyOf(t);
  const first = git(root, 'rev-parse', 'HEAD').trim();
  await release(t, root, `${image}=0.2.0`, 'network.publicSubnets=[10.2.1.0/24, 10.2.2.0/25]');
  const { stderr } = await run(root, 'rollback', 'dev', '--to', first);
  t.regex(
    stderr,
    /aren't as they were at [0-9a-f]{7}, because something else has changed since:\n.*values\.environment\.yaml/,
  );
  t.is(await valueIn(root, 'dev', 'network.publicSubnets[1]'), '10.2.2.0/25');
  t.is(await valueIn(root, 'dev', image), '0.1.0');
});

const refusals: Readonly<Record<string, readonly [args: readonly string[], says: RegExp]>> = {
  'an environment that would be skipped': [['promote', 'dev', 'prod'], /to prod it comes from staging/],
  'a way back': [['promote', 'staging', 'dev'], /nothing is promoted to it/],
  'the same environment': [['promote', 'dev', 'dev'], /is where the release is already/],
  'a workload that is missing': [['promote', 'dev', 'staging', 'other'], /Not both have a workload other/],
  'an environment that is missing': [['promote', 'dev', 'stagin'], /did you mean staging/],
  'one environment': [['promote', 'dev'], /Say from where and to where/],
  'no environment': [['rollback'], /Say which environment/],
  'a workload that is missing from the environment': [['rollback', 'dev', 'other'], /dev has no workload other/],
  'no commit': [['rollback', 'dev', '--to', 'nothing'], /git knows no commit "nothing"/],
  'two environments that are one': [['compare', 'dev'], /Say which two/],
};

for (const [title, [args, says]] of Object.entries(refusals)) {
  test(`${title} is refused, and nothing changes: ${args.join(' ')}`, async (t) => {
    const root = copyOf(t);
    const { exitCode, stderr } = await run(root, ...args);
    t.is(exitCode, 1);
    t.regex(stderr, says);
    t.true(isClean(root));
  });
}

test('a source that isn’t rendered is refused', async (t) => {
  const root = copyOf(t);
  t.is((await run(root, 'set', 'dev', `${image}=0.2.0`)).exitCode, 0);
  git(root, 'commit', '-q', '-a', '-m', 'forgotten');
  t.regex(
    (await run(root, 'promote', 'dev', 'staging')).stderr,
    /rendered\/dev isn't what environments\/dev\.yaml gives/,
  );
});

test('where a hook refuses the commit, neither files nor the branch stay', async (t) => {
  const root = copyOf(t);
  await release(t, root, `${image}=0.2.0`);
  const before = contents(root);
  writeFiles(root, { '.git/hooks/pre-commit': '#!/bin/sh\necho not today >&2\nexit 1\n' });
  chmodSync(join(root, '.git/hooks/pre-commit'), 0o755);
  const { exitCode, stderr } = await run(root, 'promote', 'dev', 'staging', '--commit');
  t.is(exitCode, 1);
  t.regex(stderr, /not today/);
  t.is(git(root, 'branch', '--show-current'), 'main\n');
  t.is(git(root, 'branch', '--list', 'promote/*'), '');
  t.true(isClean(root));
  const files = (all: Readonly<Record<string, unknown>>) =>
    Object.keys(all).filter((path) => !path.startsWith('.git/'));
  t.deepEqual(files(contents(root)), files(before));
});

test('a loss that nobody agreed to is refused, and nothing stays', async (t) => {
  const root = copyOf(t);
  const first = git(root, 'rev-parse', 'HEAD').trim();
  await release(
    t,
    root,
    `workloads.ml-inference.secrets=[${['database-url', 'api-keys', 'new'].map(
      (name) => `{name: ${name}, variable: ${name.replace('-', '_').toUpperCase()}}`,
    )}]`,
  );
  t.regex((await run(root, 'rollback', 'dev', '--to', first)).stderr, /Secret .*new[\s\S]*--allow-destructive=dev/);
  t.true(isClean(root));
  t.is((await run(root, 'rollback', 'dev', '--to', first, '--allow-destructive=dev:Secret')).exitCode, 0);
});

test('on a detached HEAD, and in another work tree, it goes as everywhere', async (t) => {
  const root = copyOf(t);
  const first = git(root, 'rev-parse', 'HEAD').trim();
  await release(t, root, `${image}=0.2.0`);
  git(root, 'checkout', '-q', '--detach');
  t.regex((await run(root, 'rollback', 'dev', '--to', first)).stdout, /Committed as [0-9a-f]+\.\n$/);
  const other = join(folderWith(t), 'tree');
  git(root, 'worktree', 'add', '-q', other, 'main');
  t.regex((await run(other, 'promote', 'dev', 'staging', '--commit')).stdout, /on promote\/dev-to-staging/);
});

test('in a shallow clone a release is promoted, and what the clone lacks is told with the way to it', async (t) => {
  const origin = copyOf(t);
  const first = git(origin, 'rev-parse', 'HEAD').trim();
  await release(t, origin, `${image}=0.2.0`);
  const root = join(folderWith(t), 'clone');
  git(origin, 'clone', '-q', '--depth=1', pathToFileURL(origin).href, root);
  git(root, 'config', 'user.name', 'a');
  git(root, 'config', 'user.email', 'a@example.com');
  t.regex((await run(root, 'promote', 'dev', 'staging', '--commit')).stdout, /on promote\/dev-to-staging/);
  t.regex((await run(root, 'rollback', 'dev')).stderr, /^This clone is shallow: `git fetch --unshallow` brings/);
  for (const args of [
    ['rollback', 'dev', '--to', first],
    ['diff', '--against', first],
  ]) {
    const { exitCode, stderr } = await run(root, ...args);
    t.is(exitCode, 1);
    t.regex(stderr, /^git knows no commit "[0-9a-f]{40}" here\. This clone is shallow: `git fetch --unshallow`/);
  }
  git(root, 'fetch', '-q', '--unshallow');
  t.regex((await run(root, 'rollback', 'dev', '--to', first)).stdout, /Committed as /);
  t.is((await run(root, 'rollback', 'dev')).stderr, '');
});

test('where commits are signed, so are these; a key that is missing leaves nothing behind', async (t) => {
  const root = copyOf(t);
  await release(t, root, `${image}=0.2.0`);
  const key = join(folderWith(t), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  for (const [name, value] of [
    ['gpg.format', 'ssh'],
    ['user.signingKey', `${key}.pub`],
    ['commit.gpgSign', 'true'],
  ] as const)
    git(root, 'config', name, value);
  rmSync(key);
  const refused = await run(root, 'promote', 'dev', 'staging', '--commit');
  t.is(refused.exitCode, 1);
  t.regex(refused.stderr, /No private key found/);
  t.true(isClean(root));
  t.is(git(root, 'branch', '--list', 'promote/*'), '');
  rmSync(`${key}.pub`);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  t.is((await run(root, 'promote', 'dev', 'staging', '--commit')).exitCode, 0);
  t.regex(git(root, 'cat-file', '-p', 'HEAD'), /^gpgsig -----BEGIN SSH SIGNATURE-----$/m);
});

test('compare tells fields that differ, and which of them are expected to', async (t) => {
  const root = copyOf(t);
  const { exitCode, stdout } = await run(root, 'compare', 'staging', 'prod');
  t.is(exitCode, 2);
  t.regex(stdout, /^network\.cidr: "10\.1\.0\.0\/16" \| "10\.0\.0\.0\/16" \(expected\)$/m);
  t.regex(stdout, /^workloads\.ml-inference\.replicas\.max: 4 \| 10$/m);
  t.is((await run(root, 'compare', 'prod', 'prod')).stdout, 'prod and prod are the same.\n');
  const { differences } = JSON.parse((await run(root, 'compare', 'staging', 'prod', '--json')).stdout);
  t.deepEqual(differences[0], { path: 'name', one: 'staging', other: 'prod', expected: true });
});

test('where nothing has to be written, nothing is committed, and what differs all the same is named', async (t) => {
  const root = copyOf(t);
  t.is(
    (await run(root, 'rollback', 'dev', '--to', 'HEAD')).stdout,
    'environments/dev.yaml says of its workloads what it said then.\n',
  );
  t.is(subject(root), 'first');
  // A commit whose rendered files weren't what its environments give.
  writeFiles(root, { 'rendered/dev/workloads/ml-inference/chart/notes.txt': 'mine' });
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'notes');
  t.regex(
    (await run(root, 'rollback', 'dev', '--to', 'HEAD~1')).stderr,
    /aren't as they were at [0-9a-f]{7}[\s\S]*notes\.txt/,
  );
});
