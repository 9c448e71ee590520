import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { writeRepository } from '../../../bench/render/environments.js';
import { cli, type Exit } from '../../helpers/cli.js';
import { contents, replaceOnce, snapshot } from '../../helpers/repository.js';

/** The smallest number of environments for which digests are saved. */
const count = 21;

const root = mkdtempSync(join(tmpdir(), 'inference-gitops-'));
const cache = mkdtempSync(join(tmpdir(), 'inference-gitops-'));
const run = (command: string): Promise<Exit> => cli([command, '--root', root], { env: { XDG_CACHE_HOME: cache } });
const render = (): Promise<Exit> => run('render');

/** Renders one repository for all tests. Each test leaves it as it found it. */
test.before(async (t) => {
  t.timeout(120_000);
  writeRepository(root, count);
  t.is((await render()).exitCode, 0);
});

test.after.always(() => {
  for (const folder of [root, cache]) rmSync(folder, { recursive: true, force: true });
});

const edit = (file: string, change: (text: string) => string): void =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

/** Finds the file of digests. It stands beside Node's compile cache, a folder. */
function memoryFile(): string {
  const [name = ''] = readdirSync(join(cache, 'inference-gitops')).filter((entry) => entry.endsWith('.json'));
  return join(cache, 'inference-gitops', name);
}

test.serial('an unchanged run with many environments says so and touches nothing', async (t) => {
  const before = [snapshot(join(root, 'rendered')), snapshot(cache)];
  t.regex(
    (await render()).stdout,
    /env-0020: 0 created, 0 updated, 0 deleted, [1-9]\d* unchanged\nNothing changed\.\n$/,
  );
  t.deepEqual([snapshot(join(root, 'rendered')), snapshot(cache)], before);
});

const runbook = 'rendered/env-0007/RUNBOOK.md';
const record = 'rendered/env-0007/.generated.json';
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const changes: readonly (readonly [title: string, change: (root: string) => void])[] = [
  ['a file edited by hand', (root) => appendFileSync(join(root, runbook), 'edited')],
  ['a file that is gone', (root) => rmSync(join(root, runbook))],
  ['a folder that is gone', (root) => rmSync(join(root, 'rendered/env-0007'), { recursive: true })],
  [
    'a file and its digest edited alike',
    (root) => {
      const before = readFileSync(join(root, runbook), 'utf8');
      appendFileSync(join(root, runbook), 'edited');
      edit(join(root, record), (text) => replaceOnce(text, digest(before), digest(`${before}edited`)));
    },
  ],
];

for (const [title, change] of changes) {
  test.serial(`of many environments, ${title} is found, and mended`, async (t) => {
    const before = contents(join(root, 'rendered'));
    change(root);
    t.is((await run('check')).exitCode, 2);
    t.is((await render()).exitCode, 0);
    t.deepEqual(contents(join(root, 'rendered')), before);
  });
}

test.serial('of many environments, somebody’s own file stays, and the others are unchanged', async (t) => {
  writeFileSync(join(root, 'rendered/env-0007/notes.md'), 'mine');
  t.regex((await render()).stdout, /Nothing changed\.\n$/);
  t.is(readFileSync(join(root, 'rendered/env-0007/notes.md'), 'utf8'), 'mine');
  rmSync(join(root, 'rendered/env-0007/notes.md'));
});

test.serial(
  'of many environments, one that is edited is rendered, and a template of one’s own renders all',
  async (t) => {
    edit(join(root, 'environments/env-0007.yaml'), (text) => `${text}observability: { logRetentionDays: 30 }\n`);
    const one = (await render()).stdout.split('\n').filter((line) => / [1-9]\d* updated/.test(line));
    t.deepEqual(
      one.map((line) => line.slice(0, 8)),
      ['env-0007'],
    );
    mkdirSync(join(root, 'runbook'));
    writeFileSync(join(root, 'runbook/01-mine.md.hbs'), '# {{name}}\n');
    t.is((await render()).stdout.match(/: 0 created, 2 updated/g)?.length, count);
    t.is((await run('check')).exitCode, 0);
    rmSync(join(root, 'runbook'), { recursive: true });
    t.is((await render()).exitCode, 0);
  },
);

test.serial('names that remembered environments have given are still taken', async (t) => {
  const memory = JSON.parse(readFileSync(memoryFile(), 'utf8'));
  memory['env-0007'].claims = memory['env-0008'].claims;
  writeFileSync(memoryFile(), JSON.stringify(memory));
  const { exitCode, stderr } = await render();
  t.is(exitCode, 1);
  t.regex(stderr, /name-collision/);
  writeFileSync(memoryFile(), '');
});

for (const [title, text] of [
  ['nothing', ''],
  ['no JSON', '{'],
  ['something else', '[1]'],
  ['a digest of something else', '{"env-0007":{"input":"x","record":"y","claims":[]}}'],
] as const) {
  test.serial(`a memory that holds ${title} is ignored`, async (t) => {
    writeFileSync(memoryFile(), text);
    appendFileSync(join(root, runbook), 'edited');
    t.regex((await render()).stdout, /env-0007: 0 created, 1 updated/);
    t.is((await run('check')).exitCode, 0);
  });
}

test.serial('where the memory can not be saved, everything is rendered', async (t) => {
  const env = { XDG_CACHE_HOME: join(root, 'environments/env-0000.yaml') };
  const { exitCode, stdout } = await cli(['render', '--root', root], { env });
  t.is(exitCode, 0);
  t.regex(stdout, /Nothing changed/);
});
