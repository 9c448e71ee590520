import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import { cli } from '../../helpers/cli.js';
import { contents, folderWith, writeFiles } from '../../helpers/repository.js';

const git = (folder: string, ...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });

/** Nobody's configuration: no user of git, no profile of AWS, no registry of npm. */
const bare = (home: string) => ({
  HOME: home,
  GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
  GIT_CONFIG_NOSYSTEM: '1',
  AWS_PROFILE: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
  AWS_CONFIG_FILE: join(home, '.aws/config'),
  npm_config_offline: 'true',
});

const identity = { '.gitconfig': '[user]\nname = a\nemail = a@example.com\n' };

/** Runs init in an empty folder `models` of a home. */
function start(t: ExecutionContext, files: Readonly<Record<string, string>> = identity) {
  const home = folderWith(t, files);
  const folder = join(home, 'models');
  mkdirSync(folder, { recursive: true });
  const run = (args: readonly string[], input = '') =>
    cli(['init', folder, ...args], { cwd: home, env: bare(home), input });
  return { home, folder, run, read: (path: string) => readFileSync(join(folder, path), 'utf8') };
}

const yaml = (text: string) => parse(text) as Record<string, never>;

test('--yes gives a repository that is valid, rendered and committed, without state of Terraform', async (t) => {
  const { folder, run, read } = start(t);
  const { exitCode, stdout, stderr } = await run(['--yes']);
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /Committed as [0-9a-f]+\./);
  t.is(git(folder, 'log', '--format=%s').trim(), 'Describe dev, prod');
  t.is(git(folder, 'status', '--porcelain'), '');
  t.is((await cli(['check', '--root', folder])).exitCode, 0);
  t.is((await cli(['validate', '--root', folder])).exitCode, 0);
  t.regex(read('rendered/dev/RUNBOOK.md'), /\nnpx inference-gitops render dev\n/);
  t.notRegex(read('rendered/dev/RUNBOOK.md'), /npm run/);
  t.deepEqual(JSON.parse(read('package.json')).devDependencies, { 'inference-gitops': '0.1.0' });
  for (const path of ['terraform.tfstate', '.terraform/x', 'terraform.tfstate.backup'])
    t.is(git(folder, 'check-ignore', `rendered/dev/terraform/${path}`).trim(), `rendered/dev/terraform/${path}`);
});

test('answers go where they belong, from options, and from whoever is asked for the others', async (t) => {
  const { folder, run, read } = start(t);
  const { exitCode, stdout, stderr } = await run(
    ['--environments=dev,live', '--region=eu-central-1', '--exposure=none'],
    'fraud\ndev=222233334444,live=555566667777\nno url\nhttps://github.com/acme/models.git\n\n\n',
  );
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /The AWS account: one for all, or one for each/);
  t.regex(stdout, /"no url" must be the URL of a git repository/);
  t.like(yaml(read('environments/defaults.yaml')), {
    aws: { region: 'eu-central-1' },
    network: { availabilityZones: ['eu-central-1a', 'eu-central-1b'] },
    workloads: { fraud: {} },
    promotion: { order: ['dev', 'live'] },
    gitops: { repoURL: 'https://github.com/acme/models.git' },
  });
  t.like(yaml(read('environments/live.yaml')), { aws: { accountId: '555566667777' }, cluster: { name: 'fraud-live' } });
  t.like(yaml(read('environments/dev.yaml')), { aws: { accountId: '222233334444' }, network: { cidr: '10.0.0.0/16' } });
  t.regex(read('.github/CODEOWNERS'), /^\/rendered\/live\/ @acme\/live-approvers$/m);
  t.regex((await cli(['list', '--root', folder])).stdout, /^dev +fraud +fraud-service:0\.1\.0/m);
});

test('what git and the profile of AWS say needn’t be said', async (t) => {
  const config = '[profile sandbox]\nregion = ap-southeast-1\nsso_account_id = 222233334444\n';
  const { home, folder, read } = start(t, { ...identity, '.aws/config': config });
  git(folder, 'init', '-q', '-b', 'trunk');
  git(folder, 'remote', 'add', 'origin', 'https://token@github.com/acme/models.git');
  const env = { ...bare(home), AWS_PROFILE: 'sandbox' };
  t.is((await cli(['init', folder, '--yes', '--name=churn'], { env })).exitCode, 0);
  t.like(yaml(read('environments/defaults.yaml')), {
    aws: { region: 'ap-southeast-1' },
    gitops: { repoURL: 'https://github.com/acme/models.git', targetRevision: 'trunk' },
  });
  t.like(yaml(read('environments/dev.yaml')), { aws: { accountId: '222233334444' } });
});

test('a VPC and a cluster that exist', async (t) => {
  const { folder, run, read } = start(t);
  const subnets = ['a', 'b'].map((zone, index) => `subnet-0a1b2c3${index}:us-east-1${zone}:10.9.${index}.0/24`);
  const { exitCode, stderr } = await run([
    '--yes',
    '--environments=prod',
    '--vpc=vpc-0a1b2c3d',
    '--vpc-cidr=10.9.0.0/16',
    `--private-subnets=${subnets.join(',')}`,
    '--cluster=platform',
    '--oidc-issuer=https://oidc.eks.us-east-1.amazonaws.com/id/0A1B2C',
  ]);
  t.is(exitCode, 0, stderr);
  t.like(yaml(read('environments/prod.yaml')), { cluster: { existing: { name: 'platform' } } });
  t.is((await cli(['check', '--root', folder])).exitCode, 0);
});

test('what is there stays, byte by byte, and .gitignore gets the lines that it lacks', async (t) => {
  const { folder, run, read } = start(t);
  const before = {
    'README.md': '# ours\n',
    'package.json': '{ "name": "ours" }\n',
    'notes/todo.md': 'x\n',
  };
  writeFiles(folder, { ...before, '.gitignore': '*.log\nnode_modules/' });
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', 'README.md');
  git(folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'ours');
  const { exitCode, stdout, stderr } = await run(['--yes']);
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /There before, and left as they were:\n {2}package\.json\n {2}README\.md\n/);
  t.regex(stderr, /package\.json doesn't name this tool: npm install --save-dev --save-exact inference-gitops@/);
  for (const [path, text] of Object.entries(before)) t.is(read(path), text);
  t.regex(read('.gitignore'), /^\*\.log\nnode_modules\/\n\.inference-gitops\/\n/);
  t.is(git(folder, 'status', '--porcelain'), '?? notes/\n?? package.json\n');
});

test('without a user of git the commit is in the tool’s name, and that is said', async (t) => {
  const { folder, run } = start(t, {});
  const { exitCode, stdout } = await run(['--yes']);
  t.is(exitCode, 0);
  t.regex(stdout, /Committed as [0-9a-f]+ in the name of inference-gitops: git has no user\.name/);
  t.is(git(folder, 'log', '--format=%an <%ae>'), 'inference-gitops <inference-gitops@localhost>\n');
});

test('where a hook refuses the commit all is written, and the reason is said', async (t) => {
  const { folder, run } = start(t);
  git(folder, 'init', '-q', '-b', 'main');
  writeFiles(folder, { '.git/hooks/pre-commit': '#!/bin/sh\necho not today >&2\nexit 1\n' });
  chmodSync(join(folder, '.git/hooks/pre-commit'), 0o755);
  const { exitCode, stdout } = await run(['--yes']);
  t.is(exitCode, 0);
  t.regex(stdout, /Not committed: git commit failed in .*not today/);
  t.is((await cli(['check', '--root', folder])).exitCode, 0);
});

test('what nobody can have created needs no approval, and once another has the repository it does', async (t) => {
  const { home, folder, run, read } = start(t);
  t.is((await run(['--yes'])).exitCode, 0);
  const rename = (from: string, to: string) => {
    writeFiles(folder, { 'environments/dev.yaml': read('environments/dev.yaml').replace(from, to) });
    return cli(['render', '--root', folder], { env: bare(home) });
  };
  t.is((await rename('name: models-dev', 'name: first-dev')).exitCode, 0);
  git(folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-a', '-m', 'first');
  const bareRepository = join(home, 'origin.git');
  git(home, 'init', '-q', '--bare', bareRepository);
  git(folder, 'push', '-q', bareRepository, 'main');
  git(folder, 'remote', 'add', 'origin', bareRepository);
  git(folder, 'fetch', '-q', 'origin');
  const refused = await rename('name: first-dev', 'name: second-dev');
  t.is(refused.exitCode, 1);
  t.regex(refused.stderr, /--allow-destructive=dev/);
});

test('in a folder of a larger repository no workflow is written: they stand at its top', async (t) => {
  const { home, folder, run } = start(t);
  git(home, 'init', '-q', '-b', 'main');
  t.is((await run(['--yes'])).exitCode, 0);
  t.deepEqual(
    Object.keys(contents(folder)).filter((path) => path.startsWith('.github')),
    [],
  );
});

for (const [title, args, says] of [
  ['a name with capitals', ['--name=Fraud'], /^--name: "Fraud" is no name\. Use small letters/],
  ['a name that is a path', ['--name=../x'], /^--name: "\.\.\/x" is no name/],
  ['an account that is too short', ['--account=1234'], /^--account: An account has 12 digits/],
  ['an account of no environment', ['--account=dev=222233334444'], /^--account names no account for prod/],
  ['a region with a typo', ['--region=eu-cental-1'], /^--region: .* did you mean eu-central-1\?/],
  ['a repository that is none', ['--repository=x'], /^--repository: "x" must be the URL/],
  ['an exposure that is none', ['--exposure=public'], /^--exposure: Say one of internal, internet, none/],
  ['several faults at once', ['--name=X', '--region=mars-1'], /^--name: [^\n]+\n--region: /],
  [
    'a VPC of two environments',
    ['--vpc=vpc-0a1b2c3d', '--environments=a,b'],
    /^Say also --vpc-cidr, --private-subnets/,
  ],
  ['a VPC without its subnets', ['--vpc=vpc-0a1b2c3d'], /^Say also --vpc-cidr, --private-subnets\./],
  ['an environment of the name of the defaults', ['--environments=defaults'], /is what environments share/],
  ['two folders', ['more'], /^Say one folder/],
] as const) {
  test(`${title} is refused with the reason, and nothing is written`, async (t) => {
    const { folder, run } = start(t);
    const { exitCode, stderr } = await run(['--yes', ...args]);
    t.is(exitCode, 1);
    t.regex(stderr, says);
    t.deepEqual(contents(folder), {});
  });
}

test('nobody who answers is told, and nothing is written', async (t) => {
  const { folder, run } = start(t);
  const { exitCode, stderr } = await run([]);
  t.is(exitCode, 1);
  t.regex(stderr, /Nobody answers: give the options, or --yes/);
  t.deepEqual(contents(folder), {});
});

test('where environments are already, and through a link, nothing is written', async (t) => {
  const { home, folder, run } = start(t);
  writeFiles(folder, { 'environments/dev.yaml': 'name: dev\n' });
  t.regex((await run(['--yes'])).stderr, /There are environments in .* already\. Nothing was written\./);
  const other = join(home, 'other');
  mkdirSync(join(home, 'elsewhere'));
  mkdirSync(other);
  symlinkSync(join(home, 'elsewhere'), join(other, '.github'));
  const linked = await cli(['init', other, '--yes', '--repository=https://github.com/acme/m.git'], { env: bare(home) });
  t.is(linked.exitCode, 1);
  t.deepEqual(contents(join(home, 'elsewhere')), {});
});
