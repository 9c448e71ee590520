import test from 'ava';
import { cli } from '../../helpers/cli.js';
import { contents, environmentFiles, folderWith, replaceOnce, shippedFiles } from '../../helpers/repository.js';

const report = (root: string, ...args: readonly string[]) => cli(['report', ...args, '--root', root]);

test('the page tells of every environment, needs nothing else, and nothing is written', async (t) => {
  const root = folderWith(t, environmentFiles(shippedFiles));
  const before = contents(root);
  const { exitCode, stdout, stderr } = await report(root, '--html');
  t.is(exitCode, 0, stderr);
  for (const name of ['dev', 'staging', 'prod']) t.regex(stdout, new RegExp(`<th scope="row">${name}</th>`));
  for (const title of ['Releases', 'Capacity', 'Cost', 'Differences', 'Order of Argo CD', 'Ends of support'])
    t.true(stdout.includes(`>${title}</h2>`), title);
  t.notRegex(stdout, /<script|<link|src=|https?:\/\/(?!www\.w3\.org)|url\(/);
  t.regex(stdout, /Content-Security-Policy" content="default-src 'none'/);
  t.regex(stdout, /<meter min="0" max="11\.6" value="8\.9" aria-label="nodes&#39; memory: 8\.9 of 11\.6 GiB">/);
  t.deepEqual(contents(root), before);
});

test('waves stand in the order in which Argo CD takes them, each after what it waits for', async (t) => {
  const root = folderWith(t, environmentFiles(shippedFiles));
  const { environments } = JSON.parse((await report(root, 'prod', '--json')).stdout) as {
    environments: { name: string; waves: { number: number; applications: string[] }[] }[];
  };
  const [{ waves } = { waves: [] }] = environments;
  t.deepEqual(
    waves.map(({ number }) => number),
    waves.map(({ number }) => number).toSorted((a, b) => a - b),
  );
  const waveOf = (name: string) => waves.findIndex(({ applications }) => applications.includes(name));
  t.true(waveOf('external-secrets') < waveOf('ml-inference-prod'));
  t.true(waveOf('external-secrets') >= 0);
});

test('environments are compared in the order of promotion', async (t) => {
  const order = 'promotion: { order: [dev, staging, prod] }\n';
  const root = folderWith(t, environmentFiles({ ...shippedFiles, defaults: shippedFiles.defaults + order }));
  const { compared } = JSON.parse((await report(root, '--json')).stdout) as {
    compared: { one: string; other: string }[];
  };
  t.deepEqual(
    compared.map(({ one, other }) => `${one} ${other}`),
    ['dev staging', 'staging prod'],
  );
});

test('text of an environment stays text', async (t) => {
  const bad = '<script>alert(1)</script>"\'&';
  const config = `    config: { GREETING: ${JSON.stringify(bad)} }\n    secretRecoveryDays: 30\n`;
  const prod = replaceOnce(shippedFiles.prod, '    secretRecoveryDays: 30\n', config);
  const { exitCode, stdout, stderr } = await report(
    folderWith(t, environmentFiles({ ...shippedFiles, prod })),
    '--html',
  );
  t.is(exitCode, 0, stderr);
  t.false(stdout.includes('<script>'));
  t.true(stdout.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
});

test('without --html it is a table', async (t) => {
  const { exitCode, stdout } = await report(folderWith(t, environmentFiles(shippedFiles)));
  t.is(exitCode, 0);
  t.regex(stdout, /^Environment +Account +Region .*\ndev +777788889999 +ap-southeast-2 .* yes +no price known\n/);
});
