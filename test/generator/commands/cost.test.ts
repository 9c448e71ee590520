import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { repositoryRoot } from '../../../tools/folders.js';
import { cli } from '../../helpers/cli.js';
import { contents, environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

const folder = (t: ExecutionContext, prices?: string) =>
  folderWith(t, { ...environmentFiles(shippedFiles), ...(prices !== undefined && { 'prices.yaml': prices }) });

const cost = (root: string, ...args: string[]) => cli(['cost', ...args, '--root', root]);

test('without a price that is known, cost says so and where yours go; nothing is written', async (t) => {
  const root = folder(t);
  const before = contents(root);
  const { exitCode, stdout } = await cost(root, 'prod');
  t.is(exitCode, 0);
  t.regex(stdout, /^prod, ap-southeast-2: no price known: prices\.yaml takes yours$/m);
  t.regex(stdout, /^ {2}nodes of general: t3\.medium +1–4 +no price known$/m);
  t.regex(stdout, /^ {2}not counted: traffic/m);
  t.deepEqual(contents(root), before);
});

test('the example of the page is read, and counted', async (t) => {
  const page = readFileSync(join(repositoryRoot, 'docs/cost.md'), 'utf8');
  const [example = ''] = /(?:^ {4}.*\n)+/m.exec(page.slice(page.indexOf('    # prices.yaml'))) ?? [];
  const { exitCode, stdout } = await cost(folder(t, example.replace(/^ {4}/gm, '')), 'prod');
  t.is(exitCode, 0, stdout);
  // 73 for the control plane, 86.14 for two gateways, one to four nodes of 38.54.
  t.regex(stdout, /^prod, ap-southeast-2: 197\.68 to 313\.32 USD a month, and 6 of 9 without a price/);
  t.regex(stdout, /^ {2}nodes of general: t3\.medium +1–4 +0\.0528 an hour \(prices\.yaml\) +38\.54 to 154\.18$/m);
});

test('--json tells each line with its price, or null', async (t) => {
  const { stdout } = await cost(folder(t, 'regions: { ap-southeast-2: { kms-key: 1 } }\n'), 'dev', '--json');
  const { version, currency, estimates } = JSON.parse(stdout) as {
    version: number;
    currency: string;
    estimates: { environment: string; monthly: object; lines: { what: string; price: object | null }[] }[];
  };
  t.deepEqual([version, currency, estimates.length], [1, 'USD', 1]);
  t.deepEqual(estimates[0]?.monthly, { min: 4, max: 4 });
  t.deepEqual(estimates[0]?.lines.find(({ what }) => what === 'KMS keys')?.price, { min: 1, max: 1 });
  t.is(estimates[0]?.lines.find(({ what }) => what === 'NAT gateways')?.price, null);
});

for (const [prices, says] of [
  ['regions: { ap-southeast-2: { nat-gatway: 1 } }\n', /^prices\.yaml:1:\d+ error .* did you mean nat-gateway\?/],
  [
    'regions: { ap-southeast-2: { instances: { t3.medium: cheap } } }\n',
    /^prices\.yaml:1:\d+ error .* Must be a number/,
  ],
  ['regions: { ap-southeast-2: { secret: -1 } }\n', /^prices\.yaml:1:\d+ error .* Must be at least 0/],
  ['regions: [\n', /^prices\.yaml:\d+:\d+ error/],
  ['', /^prices\.yaml:1:1 error .*empty/],
] as const) {
  test(`${JSON.stringify(prices)} is told at its place`, async (t) => {
    const { exitCode, stderr } = await cost(folder(t, prices), 'prod');
    t.is(exitCode, 1);
    t.regex(stderr, says);
  });
}

test('a link in the place of prices.yaml is not followed', async (t) => {
  const root = folder(t);
  symlinkSync('/etc/passwd', join(root, 'prices.yaml'));
  const { exitCode, stdout, stderr } = await cost(root, 'prod');
  t.is(exitCode, 1);
  t.regex(stderr, /prices\.yaml is a symbolic link/);
  t.notRegex(stdout + stderr, /root:/);
});
