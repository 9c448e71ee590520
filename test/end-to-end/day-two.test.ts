import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { cli, type Exit } from '../helpers/cli.js';
import { pathWithHelm } from '../helpers/helm.js';
import { contents, environmentFiles, folderWith, shippedFiles, writeFiles } from '../helpers/repository.js';

const order = 'promotion: { order: [dev, staging, prod], config: [LOG_LEVEL] }\n';
const prices = 'regions: { ap-southeast-2: { gp3-gib: 0.1, instances: { t3.medium: 0.05 } } }\n';
const tag = 'workloads.ml-inference.image.tag';

/** A team's repository in git, and a terminal in it. */
async function terminal(t: ExecutionContext) {
  const root = folderWith(t, environmentFiles({ ...shippedFiles, defaults: shippedFiles.defaults + order }));
  const env = { PATH: await pathWithHelm() };
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  /** Runs a command of ours as it is typed, and demands how it ends. */
  async function run(line: string, exitCode = 0): Promise<Exit> {
    const exit = await cli([...line.split(' '), '--root', root], { env });
    t.is(exit.exitCode, exitCode, `${line}: ${exit.stdout}${exit.stderr}`);
    return exit;
  }
  const commit = (subject: string): void => {
    git('add', '-A');
    git('commit', '-q', '-m', subject);
  };
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'a');
  git('config', 'user.email', 'a@example.com');
  return { root, git, run, commit };
}

test('a day in the life of a release: foretold, made, promoted, counted, and taken back', async (t) => {
  const { root, git, run, commit } = await terminal(t);
  writeFiles(root, { 'prices.yaml': prices });
  await run('render');
  commit('First');
  const first = git('rev-parse', 'HEAD');
  const before = contents(join(root, 'rendered/prod'));

  // An engineer tries a new image in dev, with more room for it.
  await run(`set dev ${tag}=0.2.0 cluster.nodeGroups[0].max=5 workloads.ml-inference.config.LOG_LEVEL=info`);
  t.is((await run(`get dev ${tag}`)).stdout, '0.2.0\n');
  const foretold = (await run('diff dev', 2)).stdout;
  t.regex(foretold, /restarts\n[\s\S]* {4}Deployment \S+ \S*api\.image: .*0\.1\.0" → .*0\.2\.0".*dev\.yaml:\d+:\d+/);
  t.regex(foretold, /Terraform cluster\.node_groups\.spot-a\.max: 2 → 3.*\(environments\/dev\.yaml:\d+:\d+\)/);
  t.regex(foretold, /costs .* USD a month \(\+0\.00 to \+10\.00\).*\n.*spot +1–3 → 1–5 +no price known/);
  t.is(git('status', '--porcelain'), 'M environments/dev.yaml', 'diff writes nothing');

  // What is committed is what is rendered.
  await run('check', 2);
  await run('render');
  await run('check');
  commit('Try 0.2.0 in dev');

  // The others see where each environment is, and in what two of them differ.
  const listed = (await run('list')).stdout;
  t.regex(listed, /dev +.*0\.2\.0/);
  t.regex(listed, /prod +.*0\.1\.0/);
  t.regex((await run('compare dev staging', 2)).stdout, /workloads\.ml-inference\.image\.tag: "0\.2\.0" . "0\.1\.0"/);

  // It goes on in the order that the team has agreed on: the release, and no node group.
  t.regex((await run('promote dev prod', 1)).stderr, /staging/);
  t.regex((await run('promote dev staging --commit')).stdout, /restarts\n[\s\S]*0\.2\.0[\s\S]*Committed as /);
  await run('promote staging prod --commit');
  t.is((await run(`get prod ${tag}`)).stdout, '0.2.0\n');
  t.is((await run('get prod workloads.ml-inference.config.LOG_LEVEL')).stdout, 'info\n');
  t.is((await run('get prod cluster.nodeGroups[0].max')).stdout, '4\n');
  await run('check');
  t.regex((await run('cost prod')).stdout, /^prod, ap-southeast-2: 41\.50 to 166\.00 USD a month/);

  // It was not good, and goes back as it came, though others have committed since.
  writeFiles(root, { 'environments/notes.md': 'what we saw' });
  commit('Write down what we saw');
  t.regex((await run('rollback prod')).stdout, /^[0-9a-f]+ +\S+ +Promote staging to prod\n/);
  await run(`rollback prod --to ${first}`);
  t.deepEqual(contents(join(root, 'rendered/prod')), before, 'byte for byte');
  await run('check');
  t.is(git('status', '--porcelain'), '', 'and everything is committed');
  t.deepEqual(git('log', '--format=%s').split('\n'), [
    `Roll prod back to ${first.slice(0, 7)}`,
    'Write down what we saw',
    'Promote staging to prod',
    'Promote dev to staging',
    'Try 0.2.0 in dev',
    'First',
  ]);
});
