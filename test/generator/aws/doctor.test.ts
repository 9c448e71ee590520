import { devNull } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { doctor } from '../../../generator/commands/doctor.js';
import { git } from '../../../generator/git/git.js';
import { cli } from '../../helpers/cli.js';
import { run } from '../../helpers/commands.js';
import { inOrder } from '../../helpers/in-order.js';
import { environmentFiles, folderWith, shippedFiles, writeFiles } from '../../helpers/repository.js';
import { answer, identity, refusal, serve } from './sts.js';

const { defaults, prod } = shippedFiles;
const account = '111122223333';
const admin = `arn:aws:sts::${account}:assumed-role/platform-admin/somebody`;
const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

/** Environment variables for doctor, without this machine's credentials, proxies and profiles. */
const bare: Record<string, string | undefined> = {
  ...Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => /^AWS_|_proxy$/i.test(name))
      .map((name) => [name, undefined]),
  ),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
};

const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

const repository = (t: ExecutionContext): string => folderWith(t, environmentFiles({ defaults, prod }));

interface Case {
  readonly title: string;
  /** The server in place of STS; where left out, connections are refused. */
  readonly sts?: Parameters<typeof serve>[1];
  readonly env?: Record<string, string | undefined>;
  readonly config?: string;
  /** A proxy's response to CONNECT. */
  readonly proxyAnswers?: string;
  readonly says: readonly RegExp[];
}

const refused: readonly Case[] = [
  {
    title: 'the account of another environment',
    sts: identity('444455556666', 'arn:aws:iam::444455556666:user/me'),
    says: [/credentials are for account 444455556666 \(arn:aws:iam::444455556666:user\/me\)/, /switch to 111122223333/],
  },
  { title: 'an answer that names nobody', sts: identity(account, ''), says: [/no principal of account 111122223333/] },
  {
    title: 'a principal of another account than the answer says',
    sts: identity(account, 'arn:aws:iam::444455556666:user/me'),
    says: [/no principal of account 111122223333/],
  },
  {
    title: 'no credentials',
    sts: identity(account, admin),
    env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    says: [/There are no AWS credentials\. Log in with aws sso login or aws configure/],
  },
  {
    title: 'expired credentials',
    sts: refusal(403, 'ExpiredToken', 'The security token included in the request is expired'),
    says: [/The AWS credentials have expired\. Log in again/],
  },
  {
    title: 'a key that AWS does not know',
    sts: refusal(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
    says: [/AWS doesn't know these credentials/],
  },
  {
    title: 'a secret that is wrong',
    sts: refusal(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match.'),
    says: [/The secret access key doesn't belong to the access key id/],
  },
  {
    title: 'a clock that is wrong',
    sts: refusal(
      403,
      'SignatureDoesNotMatch',
      'Signature expired: 20200101T000000Z is now earlier than 20261122T000000Z',
    ),
    says: [/clock is wrong/],
  },
  {
    title: 'a profile that does not exist',
    sts: identity(account, admin),
    env: { AWS_PROFILE: 'prd' },
    config: '[profile prod]\nregion = ap-southeast-2\n',
    says: [/AWS_PROFILE is prd, and no file of the AWS tools has such a profile\. Did you mean prod\?/],
  },
  {
    title: 'a profile without credentials',
    sts: identity(account, admin),
    env: { AWS_PROFILE: 'prod', AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    config: '[profile prod]\nregion = ap-southeast-2\n',
    says: [/There are no AWS credentials in the profile prod/],
  },
  {
    title: 'SSO that nobody is logged in to',
    sts: identity(account, admin),
    env: { AWS_PROFILE: 'prod', AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    config: lines(
      '[profile prod]',
      'sso_session = us',
      'sso_account_id = 111122223333',
      'sso_role_name = admin',
      '[sso-session us]',
      'sso_region = us-east-1',
      'sso_start_url = https://example.awsapps.com/start',
    ),
    says: [/Nobody is logged in by SSO, or the login has expired\. Run: aws sso login --profile prod/],
  },
  {
    title: 'SSO of the older kind that nobody is logged in to',
    sts: identity(account, admin),
    env: { AWS_PROFILE: 'prod', AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    config: lines(
      '[profile prod]',
      'sso_account_id = 111122223333',
      'sso_role_name = admin',
      'sso_region = us-east-1',
      'sso_start_url = https://example.awsapps.com/start',
    ),
    says: [/Run: aws sso login --profile prod/],
  },
  {
    title: 'a program for credentials that fails',
    sts: identity(account, admin),
    env: { AWS_PROFILE: 'prod', AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    config: '[profile prod]\ncredential_process = /nowhere/at/all\n',
    says: [/There are no AWS credentials in the profile prod/],
  },
  { title: 'nobody who answers', says: [/127\.0\.0\.1:1 doesn't answer \(ECONNREFUSED\): there is no network/] },
  {
    title: 'a name that nobody knows',
    env: { AWS_ENDPOINT_URL_STS: 'http://sts.invalid' },
    says: [/sts\.invalid isn't found: there is no network, or no name service/],
  },
  {
    title: 'a login page in between',
    sts: answer(200, '<!doctype html><html><body>Welcome to our hotel</body></html>', 'text/html'),
    says: [
      inOrder(
        /What answers at 127\.0\.0\.1:[0-9]+ \(HTTP 200\) isn't STS/,
        /: a proxy or a login page of the network is in between/,
      ),
    ],
  },
  {
    title: 'a gateway that refuses',
    sts: answer(403, '<html>Forbidden</html>', 'text/html'),
    says: [/What answers at .* \(HTTP 403\) isn't STS/],
  },
  { title: 'STS that fails', sts: refusal(503, 'ServiceUnavailable', 'later'), says: [/STS fails \(HTTP 503\)/] },
  {
    title: 'a proxy that is not there',
    env: { AWS_ENDPOINT_URL_STS: undefined, HTTPS_PROXY: 'http://user:hidden@127.0.0.1:1' },
    says: [
      /The proxy http:\/\/127\.0\.0\.1:1 doesn't lead to sts\.ap-southeast-2\.amazonaws\.com \(ECONNREFUSED\)/,
      /NO_PROXY=/,
    ],
  },
  {
    title: 'a proxy that wants a password',
    proxyAnswers: 'HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n',
    says: [/The proxy http:\/\/127\.0\.0\.1:[0-9]+ asks for a user and a password/],
  },
  {
    title: 'a proxy that refuses the way',
    proxyAnswers: 'HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\ncontent-length: 14\r\n\r\n<html>no</html>',
    says: [
      inOrder(
        /sts\.ap-southeast-2\.amazonaws\.com \(HTTP 403\) isn't STS/,
        /: the proxy http:\/\/127\.0\.0\.1:[0-9]+ refuses the way/,
      ),
    ],
  },
  {
    title: 'a proxy that is no URL',
    env: { AWS_ENDPOINT_URL_STS: undefined, HTTPS_PROXY: 'http://' },
    says: [/HTTPS_PROXY is not the URL of a proxy/],
  },
];

/** Runs doctor with these environment variables, in this process: tests that use it run one after the other. */
async function doctorWith(
  t: ExecutionContext,
  root: string,
  { sts, env, config, proxyAnswers }: Omit<Case, 'title' | 'says'>,
) {
  const endpoint = sts ? await serve(t, sts) : 'http://127.0.0.1:1';
  const files = config === undefined ? {} : { AWS_CONFIG_FILE: join(folderWith(t, { config }), 'config') };
  const way = proxyAnswers === undefined ? {} : await wayThrough(t, proxyAnswers);
  const before = { ...process.env };
  t.teardown(() => replaceEnvironment(before));
  // Nobody else is asked: no other service answers.
  const nobody = 'http://127.0.0.1:1';
  replaceEnvironment({
    ...before,
    ...bare,
    ...keys,
    AWS_ENDPOINT_URL: { ...way, ...env }['HTTPS_PROXY'] === undefined ? nobody : undefined,
    AWS_ENDPOINT_URL_STS: endpoint,
    ...files,
    ...way,
    ...env,
  });
  return doctor.run({ root, environments: ['prod'], switches: new Set(), options: new Map(), color: false });
}

async function wayThrough(t: ExecutionContext, proxyAnswers: string): Promise<Record<string, string | undefined>> {
  const proxy = await serve(
    t,
    () => {},
    (socket) => socket.end(proxyAnswers),
  );
  return { AWS_ENDPOINT_URL_STS: undefined, HTTPS_PROXY: proxy };
}

function replaceEnvironment(variables: Record<string, string | undefined>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  const given = Object.entries(variables).filter(([, value]) => value !== undefined);
  Object.assign(process.env, Object.fromEntries(given));
}

for (const { title, says, ...given } of refused) {
  test.serial(`doctor tells ${title}, with what to do`, async (t) => {
    const { exitCode, text, notes = '', json } = await doctorWith(t, repository(t), given);
    const told = text + notes;
    t.is(exitCode, 1, told);
    for (const sentence of says) t.regex(told, sentence);
    t.notRegex(told, /hidden/);
    t.like(json, { ready: false, accountId: account, checks: [{ name: 'account', status: 'error' }] });
    // With another account nothing else is looked at; without an answer everything else is.
    const isOther = given.sts !== undefined && /account of another|names nobody|another account/.test(title);
    t.is((json as { checks: unknown[] }).checks.length > 5, !isOther);
  });
}

/** Runs doctor on a repository whose account is right, and gives the results of its checks by name. */
async function checksOf(t: ExecutionContext, root: string, arn = admin): Promise<Record<string, string>> {
  const { json } = await doctorWith(t, root, { sts: identity(account, arn) });
  const { checks } = json as { checks: readonly { name: string; status: string; message: string }[] };
  return Object.fromEntries(checks.map(({ name, status, message }) => [name, `${status}: ${message}`]));
}

function gitRepository(t: ExecutionContext, url = 'git@github.com:example/inference-gitops.git'): string {
  const root = repository(t);
  const run = (...args: string[]) => git(root, ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  run('init', '--quiet', '--initial-branch=main');
  run('remote', 'add', 'origin', url);
  return root;
}

const commitAll = (root: string): void => {
  git(root, ['add', '--all']);
  git(root, ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'all']);
};

test.serial('doctor names the account, the principal, the region and every tool with its version', async (t) => {
  const checks = await checksOf(t, repository(t));
  t.is(checks['account'], `ok: ${account}, as ${admin}`);
  t.is(checks['principal'], 'ok: named in cluster.accessEntries');
  t.is(checks['region'], 'ok: ap-southeast-2');
  t.regex(checks['git'] ?? '', /^(ok: 2\.|error: .* is no git repository)/);
  for (const tool of ['terraform', 'aws', 'kubectl', 'helm', 'docker']) {
    t.regex(checks[tool] ?? '', /^(ok: [0-9]+\.|(error|note): (not installed|[0-9.]+: |doesn't tell))/, tool);
  }
});

test.serial('doctor tells who may use AWS but not the cluster', async (t) => {
  const other = `arn:aws:sts::${account}:assumed-role/billing/somebody`;
  t.regex((await checksOf(t, repository(t), other))['principal'] ?? '', /^note: not named in cluster\.accessEntries/);
  t.regex((await checksOf(t, repository(t), `arn:aws:iam::${account}:root`))['principal'] ?? '', /^note: .*root user/);
});

test.serial("doctor tells a shell whose region is not the environment's", async (t) => {
  const { json } = await doctorWith(t, repository(t), {
    sts: identity(account, admin),
    env: { AWS_REGION: 'us-east-1' },
  });
  const region = (json as { checks: { name: string; message: string }[] }).checks.find(({ name }) => name === 'region');
  t.regex(region?.message ?? '', /ap-southeast-2; your shell says us-east-1/);
});

test.serial(
  'doctor tells what is not rendered, not committed and not pushed to the repository that Argo CD reads',
  async (t) => {
    const root = gitRepository(t);
    const before = await checksOf(t, root);
    t.regex(
      before['rendered'] ?? '',
      /^difference: rendered\/prod\/.* and [0-9]+ more is not what the input gives: run render prod/,
    );
    t.regex(before['committed'] ?? '', /^difference: not committed: environments\//);
    t.is((await run('render', root)).exitCode, 0);
    commitAll(root);
    const after = await checksOf(t, root);
    t.regex(after['rendered'] ?? '', /^ok/);
    t.regex(after['committed'] ?? '', /^ok/);
    t.regex(after['remote'] ?? '', /^ok: origin is https:\/\/github\.com/);
    git(root, ['update-ref', 'refs/remotes/origin/main', 'HEAD']);
    writeFiles(root, { note: 'one more' });
    commitAll(root);
    t.regex((await checksOf(t, root))['remote'] ?? '', /^difference: 1 commits are not in origin\/main/);
  },
);

test.serial('doctor tells a clone of another repository', async (t) => {
  const root = gitRepository(t, 'https://user:hidden@github.com/example/another.git');
  const { remote = '' } = await checksOf(t, root);
  t.regex(
    remote,
    inOrder(
      /^difference: Argo CD reads https:\/\/github\.com\/example\/inference-gitops\.git /,
      / its remotes are https:\/\/github\.com\/example\/another\.git/,
    ),
  );
});

test('doctor is one JSON document with --json, and says nothing else', async (t) => {
  const env = {
    ...bare,
    ...keys,
    AWS_ENDPOINT_URL_STS: await serve(t, identity('444455556666', 'arn:aws:iam::444455556666:user/me')),
  };
  const { exitCode, stdout, stderr } = await cli(['doctor', 'prod', '--json', '--root', repository(t)], { env });
  t.is(exitCode, 1);
  t.is(stderr, '');
  t.like(JSON.parse(stdout), { environment: 'prod', ready: false, checks: [{ name: 'account', status: 'error' }] });
});

for (const [args, sentence] of [
  [[], /Say which one environment, such as: inference-gitops doctor prod/],
  [['prod', 'prod'], /Say which one environment/],
  [['prd'], /There is no environments\/prd\.yaml; did you mean prod\?/],
] as const) {
  test(`doctor ${args.join(' ')} says how it is called`, async (t) => {
    const { exitCode, stderr } = await cli(['doctor', ...args, '--root', repository(t)], { env: bare });
    t.is(exitCode, 1);
    t.regex(stderr, sentence);
  });
}
