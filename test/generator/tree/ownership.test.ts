import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { run } from '../../helpers/commands.js';
import { contents, type Files, folderWith, replaceOnce, snapshot, writeFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';

const template = 'terraform-templates/main.tf';
const target = 'rendered/prod/terraform/main.tf';
const record = 'rendered/prod/.generated.json';

async function rendered(t: ExecutionContext, files: Files = {}): Promise<string> {
  const root = folderWith(t, smallRepository(['prod'], files));
  t.is((await run('render', root)).exitCode, 0);
  return root;
}

const read = (root: string, path: string) => readFileSync(join(root, path), 'utf8');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** As somebody would write it who wants the generator to take files for its own. */
function claim(root: string, path: string, digest: string): void {
  const text = read(root, record);
  writeFileSync(
    join(root, record),
    text.replace('"files": {\n', `"files": {\n    ${JSON.stringify(path)}: "${digest}",\n`),
  );
}

test('a second render changes nothing on the disk, times included', async (t) => {
  const root = await rendered(t);
  const { '.': _, ...before } = snapshot(root);
  const outcome = await run('render', root);
  t.is(outcome.exitCode, 0);
  t.regex(outcome.text, /^prod: 0 created, 0 updated, 0 deleted, [0-9]+ unchanged\nNothing changed\.\n$/);
  const { '.': __, ...after } = snapshot(root);
  t.deepEqual(after, before);
});

test('somebody’s own files survive every render, and check tells which they are', async (t) => {
  const root = await rendered(t, { 'terraform-templates/gone/gone.tf': '# gone' });
  const own = {
    'rendered/prod/terraform/.terraform.lock.hcl': '# lock',
    'rendered/prod/terraform/mine.tf': '# mine',
    'rendered/prod/terraform/gone/mine.tf': '# mine',
    'rendered/prod/terraform/terraform.tfstate': '{}',
    'rendered/prod/workloads/ml-inference/chart/mine.yaml': 'mine: 1',
    'rendered/notes.txt': 'notes',
  };
  writeFiles(root, own);
  rmSync(join(root, 'terraform-templates/gone'), { recursive: true });
  writeFiles(root, { [template]: '# changed' });
  t.is((await run('render', root)).exitCode, 0);
  for (const [path, text] of Object.entries(own)) t.is(read(root, path), text);
  t.false(existsSync(join(root, 'rendered/prod/terraform/gone/gone.tf')));
  const { exitCode, json } = await run('check', root);
  t.is(exitCode, 2);
  t.like(json, {
    files: [
      { path: 'rendered/prod/workloads/ml-inference/chart/mine.yaml', status: 'unowned' },
      { path: 'rendered/notes.txt', status: 'unowned' },
    ],
  });
  t.is((json as { leftAlone: string[] }).leftAlone.length, 4);
});

const states: readonly (readonly [status: string, damage: (root: string) => void])[] = [
  ['missing', (root) => rmSync(join(root, target))],
  ['stale', (root) => writeFiles(root, { [template]: '# changed' })],
  ['edited', (root) => writeFiles(root, { [target]: '# by hand' })],
  ['orphaned', (root) => rmSync(join(root, template))],
];

for (const [status, damage] of states) {
  test(`check tells ${status} files apart and changes nothing; render mends them`, async (t) => {
    const root = await rendered(t);
    damage(root);
    const before = snapshot(root);
    const { exitCode, json } = await run('check', root);
    t.is(exitCode, 2);
    const files = (json as { files: { path: string; status: string }[] }).files.filter(({ path }) => path === target);
    t.deepEqual(files, [{ path: target, status }]);
    t.deepEqual(snapshot(root), before);
    t.is((await run('render', root)).exitCode, 0);
    t.is((await run('check', root)).exitCode, 0);
  });
}

test('what was edited by hand is kept apart before it is replaced, the next edit of the same file too', async (t) => {
  const root = await rendered(t);
  for (const [edit, kept] of [
    ['# one', target],
    ['# two', `${target}.2`],
    ['# one', target],
  ] as const) {
    writeFiles(root, { [target]: edit });
    const outcome = await run('render', root);
    t.like(outcome.json, { edits: [{ path: target, kept: `.inference-gitops/edited/${kept}` }] });
    t.is(read(root, `.inference-gitops/edited/${kept}`), edit);
    t.is(read(root, target), read(root, template));
  }
  t.is(read(root, '.inference-gitops/.gitignore'), '*\n');
});

const links: readonly (readonly [title: string, path: string])[] = [
  ['rendered itself', 'rendered'],
  ['an environment’s folder', 'rendered/prod'],
  ['a folder in it', 'rendered/prod/terraform'],
  ['a file', target],
  ['the record', record],
  ['the folder that a run works in', '.inference-gitops'],
  ['its .gitignore', '.inference-gitops/.gitignore'],
  ['its staging', '.inference-gitops/staging'],
  ['its journal to be', '.inference-gitops/journal.json.new'],
  ['the edits that it keeps', '.inference-gitops/edited'],
  ['a folder in them', '.inference-gitops/edited/rendered'],
];

for (const [title, path] of links) {
  test(`a symbolic link for ${title} leads nobody out of the repository`, async (t) => {
    const root = await rendered(t);
    writeFiles(root, { [target]: '# by hand', [template]: '# changed' });
    const outside = folderWith(t, {
      'file.txt': 'precious',
      'rendered/x': 'precious',
      'prod/terraform/main.tf': 'precious',
    });
    const isFile = /\.[a-z]+$/.test(path) && path !== '.inference-gitops';
    rmSync(join(root, path), { recursive: true, force: true });
    mkdirSync(join(root, path, '..'), { recursive: true });
    symlinkSync(isFile ? join(outside, 'file.txt') : outside, join(root, path));
    const before = [snapshot(outside), contents(join(root, 'rendered'))];
    const outcome = await run('render', root);
    t.is(outcome.exitCode, 1, outcome.text);
    t.notRegex(outcome.notes ?? '', /bug of/);
    t.deepEqual([snapshot(outside), contents(join(root, 'rendered'))], before);
  });
}

test('environments/schema.json is replaced, not written through a link', async (t) => {
  const root = await rendered(t);
  const outside = folderWith(t, { 'file.txt': 'precious' });
  rmSync(join(root, 'environments/schema.json'));
  symlinkSync(join(outside, 'file.txt'), join(root, 'environments/schema.json'));
  t.is((await run('render', root)).exitCode, 0);
  t.is(read(outside, 'file.txt'), 'precious');
});

const escapes = [
  '../../outside.txt',
  '/outside.txt',
  '..\\outside.txt',
  'a/../../../outside.txt',
  './main.tf',
  'a//b',
  'C:/outside.txt',
];

test('a record that names files outside its folder is not believed', async (t) => {
  const root = await rendered(t);
  writeFiles(root, { 'outside.txt': 'precious', 'rendered/outside.txt': 'precious' });
  for (const path of escapes) claim(root, path, sha256('precious'));
  t.is((await run('render', root)).exitCode, 0);
  t.is(read(root, 'outside.txt'), 'precious');
  t.is(read(root, 'rendered/outside.txt'), 'precious');
});

test('a record that claims Terraform’s lock file and state is not believed', async (t) => {
  const root = await rendered(t);
  for (const name of ['.terraform.lock.hcl', 'terraform.tfstate', 'terraform.tfstate.backup']) {
    writeFiles(root, { [`rendered/prod/terraform/${name}`]: 'precious' });
    claim(root, `terraform/${name}`, sha256('precious'));
    t.is((await run('render', root)).exitCode, 0);
    t.is(read(root, `rendered/prod/terraform/${name}`), 'precious');
  }
});

test('a record that claims somebody’s file with another content: it is deleted, and kept apart', async (t) => {
  const root = await rendered(t);
  writeFiles(root, { 'rendered/prod/terraform/mine.tf': '# mine' });
  claim(root, 'terraform/mine.tf', sha256('something else'));
  t.is((await run('render', root)).exitCode, 0);
  t.is(read(root, '.inference-gitops/edited/rendered/prod/terraform/mine.tf'), '# mine');
});

test('a record with both sides of a merge in it: files of both are known, and the next render is clean', async (t) => {
  const root = await rendered(t, { 'terraform-templates/theirs.tf': '# theirs' });
  const theirs = read(root, record);
  rmSync(join(root, 'terraform-templates/theirs.tf'));
  writeFiles(root, { 'terraform-templates/ours.tf': '# ours' });
  t.is((await run('render', root)).exitCode, 0);
  writeFiles(root, {
    'rendered/prod/terraform/theirs.tf': '# theirs',
    [record]: `<<<<<<< HEAD\n${read(root, record)}=======\n${theirs}>>>>>>> theirs\n`,
  });
  t.is((await run('render', root)).exitCode, 0);
  t.false(existsSync(join(root, 'rendered/prod/terraform/theirs.tf')));
  t.notRegex(read(root, record), /[<>=]{7}/);
  t.is((await run('check', root)).exitCode, 0);
});

const journals: readonly (readonly [title: string, journal: string])[] = [
  [
    'that deletes',
    JSON.stringify({ staging: '1', deletions: ['rendered/prod/terraform/mine.tf', 'environments/prod.yaml'] }),
  ],
  ['of an older kind', JSON.stringify({ deletions: ['rendered/prod/terraform/mine.tf'] })],
  ['that is no JSON', '<<<<<<< HEAD'],
  ['that is empty', ''],
];

for (const [title, journal] of journals) {
  test(`a journal ${title}, which came with a commit, has no say`, async (t) => {
    const root = await rendered(t);
    writeFiles(root, {
      'rendered/prod/terraform/mine.tf': '# mine',
      '.inference-gitops/journal.json': journal,
      '.inference-gitops/staging/rendered/prod/terraform/mine.tf': '# hostile',
      '.inference-gitops/staging/rendered/prod/terraform/main.tf': '# hostile',
    });
    const before = contents(join(root, 'rendered'));
    t.is((await run('render', root)).exitCode, 0);
    t.deepEqual(contents(join(root, 'rendered')), before);
    t.false(existsSync(join(root, '.inference-gitops')));
  });
}

const obstacles: readonly (readonly [title: string, put: (root: string) => void, message: RegExp])[] = [
  [
    'somebody’s file in a file’s place',
    (root) => writeFiles(root, { 'rendered/prod/terraform/new.tf': '# mine' }),
    /not the generator's.*\n.*new\.tf/,
  ],
  [
    'a folder with somebody’s files in a file’s place',
    (root) => writeFiles(root, { 'rendered/prod/terraform/new.tf/mine': '# mine' }),
    /not the generator's.*\n.*new\.tf/,
  ],
  [
    'somebody’s file in a folder’s place',
    (root) => writeFiles(root, { 'rendered/prod/terraform/folder': '# mine' }),
    /not the generator's.*\n.*folder\/new\.tf/,
  ],
  [
    'a tool’s folder in a file’s place',
    (root) => writeFiles(root, { 'rendered/prod/terraform/new.tf/.terraform/x': 'x' }),
    /new\.tf\/\.terraform\/x stands where a file has to be/,
  ],
];

for (const [title, put, message] of obstacles) {
  test(`${title} stops the render, and nothing changes`, async (t) => {
    const root = await rendered(t);
    writeFiles(root, { 'terraform-templates/new.tf': '# new', 'terraform-templates/folder/new.tf': '# new' });
    put(root);
    const before = contents(root);
    const outcome = await run('render', root);
    t.is(outcome.exitCode, 1);
    t.regex(outcome.notes ?? '', message);
    t.deepEqual(contents(root), before);
  });
}

test('an empty folder in a file’s place is nobody’s and stops nothing', async (t) => {
  const root = await rendered(t);
  writeFiles(root, { 'terraform-templates/new.tf': '# new' });
  mkdirSync(join(root, 'rendered/prod/terraform/new.tf/empty'), { recursive: true });
  t.is((await run('render', root)).exitCode, 0);
  t.true(statSync(join(root, 'rendered/prod/terraform/new.tf')).isFile());
});

test('an environment that is gone: its files go only with --allow-destructive, somebody’s own never', async (t) => {
  const root = folderWith(t, smallRepository(['dev', 'prod']));
  t.is((await run('render', root)).exitCode, 0);
  writeFiles(root, { 'rendered/dev/terraform/.terraform.lock.hcl': '# lock' });
  rmSync(join(root, 'environments/dev.yaml'));
  const before = contents(root);
  const refused = await run('render', root);
  t.is(refused.exitCode, 1);
  t.regex(refused.notes ?? '', /Namespace ml-inference \(dev\)[\s\S]*--allow-destructive/);
  t.deepEqual(contents(root), before);
  t.is((await run('render', root, 'prod')).exitCode, 0, 'another environment can be rendered meanwhile');
  t.is((await run('render', root, '--allow-destructive=dev')).exitCode, 0);
  t.deepEqual(Object.keys(contents(join(root, 'rendered/dev'))), ['terraform/.terraform.lock.hcl']);
});

/** What prod loses by an edit of its file: kind of the loss, and what it says about it. */
const losses: readonly (readonly [kind: string, from: string, to: string, says: RegExp])[] = [
  ['Cluster', 'name: ml-inference-prod-cluster', 'name: another', /the cluster is made again/],
  ['Namespace', '  ml-inference:\n', '  ml-inference:\n    namespace: another\n', /everything in it is deleted/],
  ['Vpc', 'cidr: 10.0.0.0/16', 'cidr: 10.0.0.0/17', /the network is made again, .* the cluster/],
  ['Subnet', '10.0.11.0/24', '10.0.12.0/24', /nodes and network interfaces/],
  ['Role', '  ml-inference:\n', '  ml-inference:\n    roleName: another\n', /pods that use it lose their rights/],
  ['Repository', '  ml-inference:\n', '  ml-inference:\n    image: { repository: other }\n', /its images are deleted/],
  ['NodeGroup', '- name: general', '- name: other', /its nodes are drained/],
];

for (const [kind, from, to, says] of losses) {
  test(`a render that loses a ${kind} says what follows, and wants that agreed to by name`, async (t) => {
    const root = await rendered(t);
    const file = 'environments/prod.yaml';
    writeFiles(root, { [file]: replaceOnce(read(root, file), from, to) });
    const before = contents(root);
    const refused = await run('render', root);
    t.is(refused.exitCode, 1);
    const line = (refused.notes ?? '').split('\n').find((text) => text.startsWith(`  ${kind} `)) ?? '';
    t.regex(line, says, refused.notes);
    t.regex(refused.notes ?? '', /inference-gitops render --allow-destructive=prod/);
    for (const approval of ['dev', 'prod:AppProject', 'prod:Application,staging'])
      t.is((await run('render', root, `--allow-destructive=${approval}`)).exitCode, 1, approval);
    t.deepEqual(contents(root), before);
    t.is((await run('render', root, '--allow-destructive=prod')).exitCode, 0);
    t.is((await run('render', root)).exitCode, 0);
  });
}

test('one kind can be agreed to alone', async (t) => {
  const root = await rendered(t);
  const file = 'environments/prod.yaml';
  const edit = '  ml-inference:\n    roleName: another\n';
  writeFiles(root, { [file]: replaceOnce(read(root, file), '  ml-inference:\n', edit) });
  t.is((await run('render', root, '--allow-destructive=prod:Namespace')).exitCode, 1);
  t.is((await run('render', root, '--allow-destructive=prod:Role')).exitCode, 0);
});

test('all at once can’t be agreed to, nor a kind that nobody knows', async (t) => {
  const root = await rendered(t);
  for (const args of [['--allow-destructive'], ['--allow-destructive='], ['--allow-destructive=prod:Nothing']]) {
    const { exitCode, notes } = await run('render', root, ...args);
    t.is(exitCode, 1);
    t.regex(notes ?? '', /--allow-destructive/);
  }
});

test('an environment whose file is gone can be asked for, and goes on in AWS until it is torn down', async (t) => {
  const root = folderWith(t, smallRepository(['dev', 'prod']));
  t.is((await run('render', root)).exitCode, 0);
  rmSync(join(root, 'environments/dev.yaml'));
  const { exitCode, notes } = await run('render', root, 'dev');
  t.is(exitCode, 1);
  t.regex(notes ?? '', /goes on, and costs money. Bring the file back, run `inference-gitops teardown dev` first/);
  t.is((await run('render', root, 'dev', '--allow-destructive=dev')).exitCode, 0);
  t.deepEqual(contents(join(root, 'rendered/dev')), {});
});

test('what was never committed was never created, and asks for nothing', async (t) => {
  const root = await rendered(t);
  const somebody = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  const git = (...args: string[]) => execFileSync('git', [...somebody, ...args], { cwd: root });
  const file = 'environments/prod.yaml';
  const rename = (from: string, to: string) =>
    writeFiles(root, { [file]: replaceOnce(read(root, file), `name: ${from}-cluster`, `name: ${to}-cluster`) });
  git('init', '--quiet');
  rename('ml-inference-prod', 'second');
  t.is((await run('render', root)).exitCode, 0, 'before the first commit');
  git('add', 'environments');
  git('commit', '--quiet', '--message', 'without rendered/');
  rename('second', 'third');
  t.is((await run('render', root)).exitCode, 0, 'rendered/ is in no commit');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'all');
  rename('third', 'fourth');
  t.is((await run('render', root)).exitCode, 1);
});
