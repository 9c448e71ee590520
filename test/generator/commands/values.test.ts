import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { cli } from '../../helpers/cli.js';
import { contents, environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

const repository = (t: ExecutionContext): string => folderWith(t, environmentFiles(shippedFiles));
const inRoot =
  (root: string) =>
  (...args: string[]) =>
    cli([...args, '--root', root]);
const max = 'workloads.ml-inference.replicas.max';

test('set writes the values and says what they were, get reads them, list shows the release', async (t) => {
  const root = repository(t);
  const run = inRoot(root);
  const file = join(root, 'environments/prod.yaml');
  const { mode } = statSync(file);
  const { exitCode, stdout } = await run('set', 'prod', `${max}=6`, 'workloads.ml-inference.image.tag=2.0.0');
  t.is(exitCode, 0);
  t.is(stdout, `${max}: 10 → 6\nworkloads.ml-inference.image.tag: "0.1.0" → "2.0.0"\n`);
  t.is((await run('get', 'prod', max)).stdout, '6\n');
  t.regex((await run('list', 'prod')).stdout, /^prod +ml-inference +ml-inference-service:2\.0\.0 .* 2–6$/m);
  t.is(statSync(file).mode, mode);
  t.deepEqual(JSON.parse((await run('set', 'prod', `${max}=6`, '--json')).stdout), {
    version: 1,
    file: 'environments/prod.yaml',
    changed: false,
    changes: [{ path: max, from: 6, to: 6 }],
  });
});

test('get shows what follows from other values, as YAML where it is no single value', async (t) => {
  const run = inRoot(repository(t));
  t.is((await run('get', 'dev', 'workloads.ml-inference.namespace')).stdout, 'ml-inference\n');
  t.regex((await run('get', 'dev', 'workloads.ml-inference.quota')).stdout, /^requests:\n {2}cpu:/);
});

const refused: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [
    ['set', 'prod', `${max}=6`, 'cluster.version=7'],
    /environments\/prod\.yaml:[0-9]+:[0-9]+ error cluster\.version: Must be/,
  ],
  [['set', 'prod', `${max}=1`], /replicas\.min: min is 2 and max is 1/],
  [['set', 'prod', 'clutser.version=1.36'], /error clutser: There is no "clutser" here/],
  [['set', 'prod', `${max}`], /is no path=value/],
  [['set', 'prod', 'a b=1'], /is no path=value/],
  [['set', 'prod', `${max}=[`], /is no value that YAML knows/],
  [['set', 'prod', 'cluster.name.inner=1'], /can't be written in environments\/prod\.yaml/],
  [['set', 'prod'], /Say what to write/],
  [['set'], /Say which one environment/],
  [['set', 'prd', `${max}=6`], /did you mean prod/],
  [['get', 'prod', 'cluster.nothing'], /prod has no cluster\.nothing/],
  [['get', 'prod', 'constructor'], /prod has no constructor/],
  [['get', 'prod', 'a..b'], /Say one path/],
  [['get'], /Say which one environment/],
];

for (const [args, says] of refused) {
  test(`«${args.join(' ')}» is refused with the reason, and nothing changes`, async (t) => {
    const root = repository(t);
    const before = contents(root);
    const { exitCode, stdout, stderr } = await inRoot(root)(...args);
    t.deepEqual([exitCode, stdout], [1, '']);
    t.regex(stderr, says);
    t.notRegex(stderr, /bug of/);
    t.deepEqual(contents(root), before);
  });
}

test('a refusal shows the line as it would have been', async (t) => {
  const { stderr } = await inRoot(repository(t))('set', 'prod', 'cluster.version=7');
  t.regex(stderr, /\| {3}version: "7"\n/);
});

test('a file with an error can’t be edited: what it means is not known', async (t) => {
  const root = folderWith(t, environmentFiles({ ...shippedFiles, dev: `${shippedFiles.dev}nothing: 1\n` }));
  const before = readFileSync(join(root, 'environments/prod.yaml'), 'utf8');
  t.is((await inRoot(root)('set', 'prod', `${max}=6`)).exitCode, 1);
  t.is(readFileSync(join(root, 'environments/prod.yaml'), 'utf8'), before);
});

test('null takes away what the defaults say, and what the file alone says is no longer there', async (t) => {
  const root = repository(t);
  const run = inRoot(root);
  const file = join(root, 'environments/prod.yaml');
  const digest = 'workloads.ml-inference.image.digest';
  const limit = 'workloads.ml-inference.resources.limits.cpu';
  t.is((await run('set', 'prod', `${digest}=sha256:${'a'.repeat(64)}`)).exitCode, 0);
  const { exitCode, stderr } = await run('set', 'prod', `${digest}=null`, `${limit}=null`);
  t.is(exitCode, 0, stderr);
  const text = readFileSync(file, 'utf8');
  t.notRegex(text, /digest/);
  t.regex(text, /cpu: null/);
  t.regex((await run('get', 'prod', limit)).stderr, /prod has no/);
  t.is((await run('set', 'prod', 'workloads.ml-inference.values={rollout: {maxSurge: null}}')).exitCode, 0);
});
