import test, { type ExecutionContext } from 'ava';
import type { Problem } from '../../../generator/environment/problem.js';
import { problemsIn, run } from '../../helpers/commands.js';
import {
  environmentFiles,
  type FileName,
  folderWith,
  replaceOnce,
  shippedFiles,
  snapshot,
} from '../../helpers/repository.js';

/** A mark in a file's text, right before the position that the problem must have. It is removed before the test. */
const mark = '«';

type Texts = Record<FileName, string>;
type Edit = (texts: Texts) => Texts;

const change =
  (name: FileName, from: string, to: string): Edit =>
  (texts) => ({
    ...texts,
    [name]: replaceOnce(texts[name], from, to),
  });
const append =
  (name: FileName, text: string): Edit =>
  (texts) => ({ ...texts, [name]: texts[name] + text });
const whole =
  (name: FileName, text: string): Edit =>
  (texts) => ({ ...texts, [name]: text });

/** A broken repository with a mark at its only problem, and that problem's path and message. */
type Case = readonly [title: string, edit: Edit, path: string, message: string];

const recovery = '    secretRecoveryDays: 30\n';
const replicas = (max: string) => `    replicas: { max: ${max} }\n${recovery}`;
const memory = (amount: string) => `    resources: { requests: { memory: ${amount} } }\n${recovery}`;
const values = (text: string): Edit => append('prod', `addons: { metrics-server: { values: ${text} } }\n`);
const topKeys =
  'apiVersion, name, aws, registry, network, cluster, workloads, observability, addons, ' +
  'gitops, pipeline, promotion, toolVersion';

const syntax: readonly Case[] = [
  [
    'a list that isn’t closed',
    append('prod', 'more: [a\n«'),
    '',
    'Flow sequence in block collection must be sufficiently indented and end with a ].',
  ],
  ['a duplicate key', append('prod', `${mark}name: prod\n`), 'name', '"name" stands here twice: keep one.'],
  [
    'a duplicate key further down',
    change('prod', '  cidr: 10.0.0.0/16\n', '  cidr: 10.0.0.0/16\n  «cidr: 10.9.0.0/16\n'),
    'network.cidr',
    '"cidr" stands here twice: keep one.',
  ],
  [
    'a duplicate key in another spelling',
    change('prod', '  cidr: 10.0.0.0/16\n', '  cidr: 10.0.0.0/16\n  «"c\\x69dr": 10.9.0.0/16\n'),
    'network.cidr',
    '"cidr" stands here twice: keep one.',
  ],
  [
    'a tab',
    change('prod', '  cidr: 10.0.0.0/16', '«\tcidr: 10.0.0.0/16'),
    '',
    'A tab indents this line: YAML wants spaces.',
  ],
  ['an empty file', whole('prod', mark), '', 'The file is empty.'],
  ['a file of comments', whole('prod', `${mark}# nothing\n\n# at all\n`), '', 'The file is empty.'],
  ['a list for a file', whole('prod', `${mark}- name: prod\n`), '', 'The file must hold keys with values.'],
  [
    'two documents',
    append('prod', `${mark}---\nname: other\n`),
    '',
    'The file holds several YAML documents (---): keep one.',
  ],
  [
    'another YAML version',
    (texts) => ({ ...texts, prod: `${mark}%YAML 1.1\n---\n${texts.prod}` }),
    '',
    'Another version of YAML reads other values (no, 0777, 1_000): remove the %YAML line.',
  ],
  [
    'more than 256 KiB',
    append('prod', `#${'x'.repeat(256 * 1024 - 1 - Buffer.byteLength(shippedFiles.prod))}${mark}y\n`),
    '',
    'The file has more than 256 KiB.',
  ],
  [
    'nesting beyond 64',
    values(`{ x: ${'['.repeat(61)}${mark}${'['.repeat(20)}${']'.repeat(81)} }`),
    `addons.metrics-server.values.x${'[0]'.repeat(61)}`,
    'This is nested more than 64 deep.',
  ],
];

const keys: readonly Case[] = [
  [
    'an unknown key, with the nearest',
    change('prod', '  natGateways: one-per-az', '  «natGateway: one-per-az'),
    'network.natGateway',
    'There is no "natGateway" here; did you mean natGateways?',
  ],
  [
    'an unknown key like no other',
    append('prod', `${mark}foobarbazqux: 1\n`),
    'foobarbazqux',
    `There is no "foobarbazqux" here; known here: ${topKeys}.`,
  ],
  [
    'an unknown key in a list',
    change('prod', '    - name: general\n', '    - «nmae: x\n      name: general\n'),
    'cluster.nodeGroups[0].nmae',
    'There is no "nmae" here; did you mean name?',
  ],
  [
    'an unknown key in the defaults',
    append('defaults', `${mark}clusters: {}\n`),
    'clusters',
    'There is no "clusters" here; did you mean cluster?',
  ],
  [
    'a merge key',
    append('prod', `${mark}<<: { name: prod }\n`),
    '',
    '"<<" merges nothing here: write the keys out. What environments share stands in environments/defaults.yaml.',
  ],
  [
    '__proto__',
    change('prod', 'accountId: "111122223333"', 'accountId: "111122223333"\n  tags: { «__proto__: { polluted: yes } }'),
    'aws.tags',
    '"__proto__" is no name for a key.',
  ],
  [
    'constructor',
    append('prod', `${mark}constructor: { prototype: 1 }\n`),
    'constructor',
    `There is no "constructor" here; known here: ${topKeys}.`,
  ],
  [
    'constructor as an add-on',
    append('prod', 'addons: { «constructor: { version: 1.2.3 } }\n'),
    'addons.constructor',
    'There is no folder argocd/addons/constructor; there are argo-cd, aws-load-balancer-controller, ' +
      'cluster-autoscaler, external-secrets, karpenter, keda, kube-prometheus-stack, metrics-server.',
  ],
  [
    'a key that is no text',
    values('{ «1: a }'),
    'addons.metrics-server.values',
    'A key must be text: put it in quotes.',
  ],
  [
    'a key that is a list',
    values('{ ? «[a] : b }'),
    'addons.metrics-server.values',
    'A key must be text: put it in quotes.',
  ],
  [
    'a key beyond what readers look for',
    values(`{ ? «${'k'.repeat(501)} : b }`),
    'addons.metrics-server.values',
    'A key has at most 500 characters, not 501.',
  ],
  [
    'a control character in a key',
    values('{ «"a\\ab": 1 }'),
    'addons.metrics-server.values',
    'The text holds the control character U+0007: remove it.',
  ],
];

const aliases: readonly Case[] = [
  [
    'an alias of nothing',
    values('{ x: «*nothing }'),
    'addons.metrics-server.values.x',
    'This alias has no anchor, or stands inside its own anchor.',
  ],
  [
    'an alias inside its own anchor',
    values('{ x: &a [«*a] }'),
    'addons.metrics-server.values.x[0]',
    'This alias has no anchor, or stands inside its own anchor.',
  ],
];

const typed: readonly Case[] = [
  ['a missing name', change('prod', 'name: prod\n', ''), 'name', 'The file is called prod.yaml: write name: prod.'],
  [
    'another file’s name',
    change('prod', 'name: prod\n', 'name: «prd\n'),
    'name',
    'The file is called prod.yaml: write name: prod, or rename the file to prd.yaml.',
  ],
  [
    'a quoted boolean',
    change('prod', 'deletionProtection: true', 'deletionProtection: «"true"'),
    'cluster.deletionProtection',
    'Must be true or false, without quotes.',
  ],
  [
    'yes',
    change('prod', 'deletionProtection: true', 'deletionProtection: «yes'),
    'cluster.deletionProtection',
    'Must be true or false: write true.',
  ],
  [
    'an account id with a leading zero',
    change('prod', '"111122223333"', '«011122223333'),
    'aws.accountId',
    '011122223333 is read as the number 11122223333: ' +
      'write it in quotes ("011122223333") if it is text, else as 11122223333.',
  ],
  [
    'an account id that is a number',
    change('prod', '"111122223333"', '«111122223333'),
    'aws.accountId',
    'Must be text: write it in quotes ("111122223333").',
  ],
  [
    'an account id of eleven digits',
    change('prod', '"111122223333"', '«"11112222333"'),
    'aws.accountId',
    'Must be 12 digits in quotes, such as "111122223333".',
  ],
  [
    'a version that is a number',
    change('defaults', 'version: "1.35"', 'version: «1.35'),
    'cluster.version',
    'Must be text: write it in quotes ("1.35").',
  ],
  [
    'a number that loses its zero',
    change('defaults', 'version: "1.35"', 'version: «1.30'),
    'cluster.version',
    '1.30 is read as the number 1.3: write it in quotes ("1.30") if it is text, else as 1.3.',
  ],
  [
    'a number that is text',
    change('prod', recovery, replicas('«"30"')),
    'workloads.ml-inference.replicas.max',
    'Must be a number, without quotes.',
  ],
  [
    'a fraction',
    change('prod', recovery, replicas('«30.5')),
    'workloads.ml-inference.replicas.max',
    'Must be a whole number, not 30.5.',
  ],
  [
    'hexadecimal',
    change('prod', recovery, replicas('«0x1E')),
    'workloads.ml-inference.replicas.max',
    '0x1E is read as the number 30: write it in quotes ("0x1E") if it is text, else as 30.',
  ],
  [
    'infinity',
    change('prod', recovery, replicas('«.inf')),
    'workloads.ml-inference.replicas.max',
    '.inf is no number that can be used here.',
  ],
  [
    'a huge number',
    change('prod', recovery, replicas(`«${'9'.repeat(30)}`)),
    'workloads.ml-inference.replicas.max',
    `${'9'.repeat(30)} is too large a number: write it in quotes ("${'9'.repeat(30)}") if it is text.`,
  ],
  [
    'a number that can’t be kept',
    values('{ x: «9007199254740993 }'),
    'addons.metrics-server.values.x',
    '9007199254740993 is too large a number: write it in quotes ("9007199254740993") if it is text.',
  ],
  ['too few', change('prod', recovery, replicas('«0')), 'workloads.ml-inference.replicas.max', 'Must be at least 1.'],
  [
    'too many',
    change('prod', recovery, replicas('«1001')),
    'workloads.ml-inference.replicas.max',
    'Must be at most 1000.',
  ],
  [
    'no workload',
    change('prod', 'ml-inference:\n    secretRecoveryDays: 30', '«ml-inference: null'),
    'workloads',
    'An environment has at least one workload.',
  ],
  [
    'a value outside its choices',
    change('prod', 'natGateways: one-per-az', 'natGateways: «one-per-a'),
    'network.natGateways',
    'Must be one of one-per-az, single, none; did you mean one-per-az?',
  ],
  [
    'another file format',
    change('prod', 'apiVersion: inference-gitops/v2', 'apiVersion: «v3'),
    'apiVersion',
    'Must be inference-gitops/v2.',
  ],
  [
    'one value for a list',
    change('prod', 'alarmEmails: [oncall@example.com]', 'alarmEmails: «oncall@example.com'),
    'observability.alarmEmails',
    'Must be a list: put each entry on a line of its own that starts with a dash.',
  ],
  [
    'a list for keys',
    change('prod', 'aws:\n  accountId: "111122223333"', 'aws: «[a]'),
    'aws',
    'Must be keys with values, not a list.',
  ],
  [
    'nothing',
    change('prod', 'publicAccessCidrs: [203.0.113.0/24]', 'publicAccessCidrs: «~'),
    'cluster.publicAccessCidrs',
    'This is empty: give it a value or remove the key.',
  ],
  [
    'a quantity in wrong units',
    change('prod', recovery, memory('«12GiB')),
    'workloads.ml-inference.resources.requests.memory',
    'Must be a Kubernetes quantity such as 512Mi.',
  ],
  [
    'a negative quantity',
    change('prod', recovery, memory('«"-1"')),
    'workloads.ml-inference.resources.requests.memory',
    'Must be a Kubernetes quantity such as 512Mi.',
  ],
  [
    'no CIDR',
    change('prod', 'cidr: 10.0.0.0/16', 'cidr: «10.0.0.0/33'),
    'network.cidr',
    'Must be an IPv4 range such as 10.0.0.0/16.',
  ],
  [
    'no e-mail address',
    change('prod', 'alarmEmails: [oncall@example.com]', 'alarmEmails: [«nobody]'),
    'observability.alarmEmails[0]',
    'Must be an e-mail address such as oncall@example.com.',
  ],
  [
    'a date',
    change('prod', recovery, replicas('«2026-01-01')),
    'workloads.ml-inference.replicas.max',
    'Must be a number, not text.',
  ],
  [
    'a tag that makes another type',
    values('{ x: !!pairs «[a: b] }'),
    'addons.metrics-server.values.x',
    'The tag !!pairs has no meaning here: remove it.',
  ],
  [
    'a tag that nobody knows',
    values('{ x: !secret «a }'),
    'addons.metrics-server.values.x',
    'The tag !secret has no meaning here: remove it.',
  ],
  [
    'a wrong type in the defaults',
    change('defaults', 'publicAccess: true', 'publicAccess: «"on"'),
    'cluster.publicAccess',
    'Must be true or false: write true.',
  ],
];

const texts: readonly Case[] = [
  [
    'NUL, escaped',
    change('prod', 'name: prod\n', 'name: «"pr\\0od"\n'),
    'name',
    'The text holds the control character U+0000: remove it.',
  ],
  [
    'NUL itself',
    values('{ x: «a\0b }'),
    'addons.metrics-server.values.x',
    'The text holds the control character U+0000: remove it.',
  ],
  [
    'half a surrogate pair',
    values('{ x: «"\\ud83d" }'),
    'addons.metrics-server.values.x',
    'The text holds half of a surrogate pair: write the whole character.',
  ],
  [
    'letters in another normal form',
    values('{ x: «e\u0301 }'),
    'addons.metrics-server.values.x',
    'The text is not in Unicode normal form C: write accented letters as one character.',
  ],
  [
    'NEL',
    values('{ x: «"a\\Nb" }'),
    'addons.metrics-server.values.x',
    'The text holds the control character U+0085: remove it.',
  ],
  [
    'a line separator',
    values('{ x: «"a\\Lb" }'),
    'addons.metrics-server.values.x',
    'The text holds the control character U+2028: remove it.',
  ],
  [
    'a byte order mark inside',
    values('{ x: «"a\\ufeffb" }'),
    'addons.metrics-server.values.x',
    'The text holds the control character U+FEFF: remove it.',
  ],
  [
    'a 100 kB name',
    change('prod', 'name: prod\n', `name: «${'p'.repeat(100_000)}\n`),
    'name',
    'Must have at most 20 characters.',
  ],
  [
    'a 100 kB tag',
    change('prod', 'accountId: "111122223333"', `accountId: "111122223333"\n  tags: { a: «${'p'.repeat(100_000)} }`),
    'aws.tags.a',
    'Must have at most 256 characters.',
  ],
];

const tables = { syntax, keys, aliases, typed, texts };

for (const [table, cases] of Object.entries(tables)) {
  for (const [title, edit, path, message] of cases) {
    test(`${table}: ${title} is refused at its place, and nothing changes`, async (t) => {
      const { root, place } = repositoryWith(t, edit(shippedFiles));
      const before = snapshot(root);
      const outcome = await run('render', root);
      t.is(outcome.exitCode, 1);
      t.deepEqual(snapshot(root), before);
      t.deepEqual(errorsOf(problemsIn(outcome)), [{ ...(place ?? placeOfTop), path, message }]);
    });
  }
}

/** The position of the file's first key, at which missing keys are reported. */
const placeOfTop = { file: 'environments/prod.yaml', line: 2, column: 1 };

const errorsOf = (problems: readonly Problem[]) =>
  problems.map(({ file, line, column, path, message }) => ({ file, line, column, path, message }));

function repositoryWith(t: ExecutionContext, marked: Texts) {
  const files = Object.entries(marked).map(([name, text]) => ({ name, text, at: text.indexOf(mark) }));
  const root = folderWith(
    t,
    environmentFiles(Object.fromEntries(files.map(({ name, text }) => [name, text.replace(mark, '')]))),
  );
  const found = files.find(({ at }) => at !== -1);
  if (!found) return { root };
  const before = found.text.slice(0, found.at).split('\n');
  const place = {
    file: `environments/${found.name}.yaml`,
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
  };
  return { root, place };
}

test('every problem of every file is told at once, in the order of files and lines', async (t) => {
  const root = folderWith(
    t,
    environmentFiles({
      defaults: replaceOnce(shippedFiles.defaults, 'publicAccess: true', 'publicAccess: "true"'),
      dev: `${shippedFiles.dev}name: dev\nfoo: 1\n`,
      prod: replaceOnce(
        replaceOnce(shippedFiles.prod, recovery, memory('12GiB')),
        'cidr: 10.0.0.0/16',
        'cidr: 10.0.0.0',
      ),
      staging: '\t- broken: [',
    }),
  );
  const problems = problemsIn(await run('validate', root));
  t.deepEqual(
    problems.map(({ file, path }) => `${file} ${path}`),
    [
      'environments/defaults.yaml cluster.publicAccess',
      'environments/dev.yaml name',
      'environments/dev.yaml foo',
      'environments/prod.yaml network.cidr',
      'environments/prod.yaml workloads.ml-inference.resources.requests.memory',
      'environments/staging.yaml ',
    ],
  );
});

test('what several environments inherit is told once, in the defaults', async (t) => {
  const broken = replaceOnce(shippedFiles.defaults, 'natGateways: single', 'natGateways: double');
  const root = folderWith(
    t,
    environmentFiles({
      ...shippedFiles,
      defaults: broken,
      prod: replaceOnce(shippedFiles.prod, '  natGateways: one-per-az\n', ''),
    }),
  );
  const problems = problemsIn(await run('validate', root));
  t.deepEqual(
    problems.map(({ file, path }) => [file, path]),
    [['environments/defaults.yaml', 'network.natGateways']],
  );
});

test('a value from the environment’s own file is told there, though the defaults have one too', async (t) => {
  const root = folderWith(
    t,
    environmentFiles({ ...shippedFiles, dev: replaceOnce(shippedFiles.dev, 'LOG_LEVEL: debug', 'LOG_LEVEL: [debug]') }),
  );
  const problems = problemsIn(await run('validate', root));
  t.deepEqual(
    problems.map(({ file, path }) => [file, path]),
    [['environments/dev.yaml', 'workloads.ml-inference.config.LOG_LEVEL']],
  );
});

test('without defaults each file has to say everything itself: one sentence says so, not one a value', async (t) => {
  const root = folderWith(t, environmentFiles({ prod: shippedFiles.prod }));
  const outcome = await run('validate', root);
  t.is(outcome.exitCode, 1);
  const [problem, ...others] = problemsIn(outcome);
  t.like(problem, { file: 'environments/defaults.yaml', line: 1, column: 1, rule: 'no-defaults' });
  t.regex(problem?.message ?? '', /need what it says: environments\/prod\.yaml\./);
  t.deepEqual(others, []);
});

test('Windows line ends and a byte order mark change nothing, not even the lines of a problem', async (t) => {
  const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
  const all = Object.fromEntries(Object.entries(shippedFiles).map(([name, text]) => [name, windows(text)]));
  t.is((await run('validate', folderWith(t, environmentFiles(all)))).exitCode, 0);
  const broken = { ...all, prod: windows(replaceOnce(shippedFiles.prod, 'cidr: 10.0.0.0/16', 'cidr: nonsense')) };
  const [problem] = problemsIn(await run('validate', folderWith(t, environmentFiles(broken))));
  const line = shippedFiles.prod.split('\n').findIndex((text) => text.includes('cidr: 10.0.0.0/16')) + 1;
  t.like(problem, { line, column: 9, path: 'network.cidr' });
});

const hostile: readonly (readonly [title: string, text: string])[] = [
  [
    'an alias bomb',
    `${'abcdefgh'
      .split('')
      .map((name, index, all) => `${name}: &${name} [${`${index === 0 ? 'x' : `*${all[index - 1]}`}, `.repeat(10)}]`)
      .join('\n')}\n`,
  ],
  ['sixty thousand aliases', `x: &a 1\ny: [${'*a,'.repeat(60_000)}]\n`],
  ['twenty thousand duplicate keys', 'k: 1\n'.repeat(20_000)],
  ['twenty thousand unknown keys', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join('')],
  ['a hundred thousand brackets', `x: ${'['.repeat(100_000)}`],
  ['a hundred thousand dashes', `x: ${'- '.repeat(100_000)}`],
];

for (const [title, text] of hostile) {
  test(`${title}: refused with a handful of problems, in bounded time`, async (t) => {
    t.timeout(30_000);
    const root = folderWith(t, environmentFiles({ ...shippedFiles, prod: `${shippedFiles.prod}${text}` }));
    const outcome = await run('validate', root);
    t.is(outcome.exitCode, 1);
    const count = problemsIn(outcome).length;
    t.true(count >= 1 && count <= 200, `${count} problems`);
    t.false((outcome.notes ?? '').includes('bug of inference-gitops'));
  });
}

test('a file that is not UTF-8 is named', async (t) => {
  const root = folderWith(t, environmentFiles({ ...shippedFiles, prod: Buffer.from([0x61, 0x3a, 0x20, 0xff]) }));
  const outcome = await run('render', root);
  t.is(outcome.exitCode, 1);
  t.like(problemsIn(outcome)[0], {
    file: 'environments/prod.yaml',
    line: 1,
    column: 4,
    message: 'This is not UTF-8 text: save it as UTF-8.',
  });
});

test('a file called .yml is named, with what to call it', async (t) => {
  const root = folderWith(t, { ...environmentFiles(shippedFiles), 'environments/extra.yml': 'name: extra\n' });
  const outcome = await run('render', root);
  t.is(outcome.exitCode, 1);
  t.like(problemsIn(outcome)[0], {
    file: 'environments/extra.yml',
    line: 1,
    column: 1,
    message: 'Call it extra.yaml: a file that ends in .yml is read by nobody.',
  });
});

test('a folder without environments says where to go', async (t) => {
  const outcome = await run('render', folderWith(t));
  t.is(outcome.exitCode, 1);
  t.regex(outcome.notes ?? '', /There is no environments\/\*\.yaml in .*--root DIR/);
});

test('prose quotes no control character from the file to the terminal', async (t) => {
  const root = folderWith(t, environmentFiles({ ...shippedFiles, prod: `${shippedFiles.prod}"\u001b[31mred": 1\n` }));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is that this character is absent
  t.notRegex((await run('render', root)).notes ?? '', /\u001b/);
});
