import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { cli } from '../../helpers/cli.js';
import { problemsIn, run } from '../../helpers/commands.js';
import { isWindows } from '../../helpers/platform.js';
import { contents, folderWith, writeFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';

const pipe = (path: string): void => void execFileSync('mkfifo', [path]);

/** What may stand where a file is expected → what is said of it. */
const kinds: readonly (readonly [title: string, put: (path: string, root: string) => void, message: RegExp])[] = [
  ...(isWindows ? [] : [['a pipe', pipe, /is a pipe, a socket or a device: put a file in its place\./] as const]),
  ['a link to nowhere', (path) => symlinkSync('nowhere', path), /is a symbolic link, and links are not followed/],
  ['a link out of the repository', (path) => symlinkSync('/etc/passwd', path), /is a symbolic link/],
  ['a link to a device', (path) => symlinkSync('/dev/zero', path), /is a symbolic link/],
  [
    'a link to a file of the repository',
    (path, root) => {
      writeFiles(root, { 'shared.yaml': 'a: 1\n' });
      symlinkSync(join(root, 'shared.yaml'), path);
    },
    /is a symbolic link/,
  ],
];

const folderKind = ['a folder', (path: string) => mkdirSync(path), /is a folder: put a file in its place\./] as const;
const hugeKind = ['a file of 5 GiB', hugeFile, /has more than 256 KiB\./] as const;

function hugeFile(path: string): void {
  writeFiles(dirname(path), { [path.slice(dirname(path).length + 1)]: '' });
  truncateSync(path, 5 * 1024 ** 3);
}

const inputs: readonly (readonly [path: string, kinds: typeof kinds])[] = [
  ['environments/prod.yaml', [...kinds, folderKind, hugeKind]],
  ['environments/defaults.yaml', [...kinds, folderKind]],
  ['terraform-templates/main.tf', kinds],
  ['charts/ml-inference/templates/a.yaml', kinds],
  ['argocd/objects.yaml.hbs', kinds],
  ['runbook/a.md.hbs', kinds],
];

for (const [path, cases] of inputs) {
  for (const [title, put, message] of cases) {
    test(`${title} called ${path} is refused with its name and what to do, and nothing of it is printed`, async (t) => {
      const root = folderWith(t, smallRepository(['dev', 'prod']));
      rmSync(join(root, path));
      put(join(root, path), root);
      const { exitCode, stdout, stderr } = await quickly(t, root, 'validate');
      t.is(exitCode, 1, stdout);
      const told = stderr.split('\n').filter((line) => line.startsWith(`${path}:1:1 error `));
      t.is(told.length, 1, stderr);
      t.regex(told[0] ?? '', message);
      t.notRegex(stderr, /root:x:|bug of/);
    });
  }
}

/** A process of its own: one that waits for a pipe's other end would wait for ever. */
async function quickly(t: ExecutionContext, root: string, command: string) {
  t.timeout(60_000);
  return cli([command, '--root', root]);
}

/** Files of the generator's own, and of its record, that a run reads: none of them may make it wait. */
const owned = ['rendered/prod/.generated.json', 'rendered/prod/terraform/main.tf', '.inference-gitops/journal.json'];
for (const path of owned) {
  for (const command of ['check', 'render']) {
    test(`${command} with a pipe called ${path} ends, and says something other than that all is well`, async (t) => {
      const root = folderWith(t, smallRepository(['prod']));
      t.is((await run('render', root)).exitCode, 0);
      rmSync(join(root, path), { force: true });
      mkdirSync(dirname(join(root, path)), { recursive: true });
      pipe(join(root, path));
      const { exitCode, stderr } = await quickly(t, root, command);
      t.notRegex(stderr, /bug of/);
      if (command === 'check' && path.startsWith('.inference')) t.is(exitCode, 0);
      else t.not(exitCode, 0);
    });
  }
}

(isWindows ? test.skip : test)('a pipe in the place of the editors’ schema is replaced', async (t) => {
  const root = folderWith(t, smallRepository(['prod']));
  pipe(join(root, 'environments/schema.json'));
  t.is((await quickly(t, root, 'render')).exitCode, 0);
  t.notThrows(() => JSON.parse(readFileSync(join(root, 'environments/schema.json'), 'utf8')));
});

for (const folder of ['environments', 'charts', 'charts/ml-inference', 'argocd', 'runbook', 'terraform-templates']) {
  test(`a link in the place of the folder ${folder} is not followed`, async (t) => {
    const root = folderWith(t, smallRepository(['prod']));
    const elsewhere = join(folderWith(t), 'x');
    renameSync(join(root, folder), elsewhere);
    symlinkSync(elsewhere, join(root, folder));
    const { exitCode, notes } = await run('render', root);
    t.is(exitCode, 1);
    t.regex(
      notes ?? '',
      new RegExp(`${folder} is a symbolic link, and links are not followed: put a folder in its place`),
    );
  });
}

const names: readonly (readonly [name: string, told: string, message: RegExp])[] = [
  ['PROD.YAML', 'PROD.YAML', /Call it prod\.yaml: a file is only read when its name ends in \.yaml\./],
  ['prod2.Yaml', 'prod2.Yaml', /Call it prod2\.yaml/],
  ['prod2.yml', 'prod2.yml', /Call it prod2\.yaml: a file that ends in \.yml is read by nobody\./],
  ['prod2.YML', 'prod2.YML', /Call it prod2\.yaml/],
  ['pro\nd2.yaml', 'pro\\nd2.yaml', /holds a character that nobody sees: call it prod2\.yaml\./],
  ['prod2.yaml ', 'prod2.yaml ', /holds a character that nobody sees: call it prod2\.yaml\./],
  ['pr\u202eod2.yaml', 'pr\ufffdod2.yaml', /holds a character that nobody sees: call it prod2\.yaml\./],
  ['defaults.yml', 'defaults.yml', /Call it defaults\.yaml/],
];

for (const [name, told, message] of names) {
  test(`a file called ${JSON.stringify(name)} is not ignored silently`, async (t) => {
    const root = folderWith(t, smallRepository(['prod'], { [`environments/${name}`]: 'name: x\n' }));
    const { exitCode, notes } = await run('validate', root);
    t.is(exitCode, 1);
    const [headline = ''] = (notes ?? '').split('\n');
    t.true(headline.startsWith(`environments/${told}:1:1 error `), notes);
    t.regex(headline, message);
  });
}

test('what editors and git leave beside environments and templates is left alone', async (t) => {
  const left = {
    'environments/.prod.yaml.swp': 'x',
    'environments/prod.yaml~': 'x',
    'environments/prod.yaml.orig': 'x',
  };
  const root = folderWith(t, smallRepository(['prod'], left));
  symlinkSync('somebody@host.1', join(root, 'environments/.#prod.yaml'));
  symlinkSync('somebody@host.1', join(root, 'terraform-templates/.#main.tf'));
  t.is((await run('render', root)).exitCode, 0);
  t.false(Object.keys(contents(join(root, 'rendered'))).some((path) => path.includes('.#')));
});

const conflict = '<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n';

for (const path of [
  'environments/prod.yaml',
  'environments/defaults.yaml',
  'terraform-templates/main.tf',
  'charts/ml-inference/templates/a.yaml',
  'runbook/a.md.hbs',
  'argocd/objects.yaml.hbs',
]) {
  test(`a merge conflict in ${path} is called one, with its lines, once`, async (t) => {
    const files = smallRepository(['prod']);
    const root = folderWith(t, { ...files, [path]: `${files[path]}${conflict}` });
    const line = String(files[path]).split('\n').length;
    const problems = problemsIn(await run('validate', root));
    t.deepEqual(
      problems.map(({ file, line: at, rule }) => [file, at, rule]),
      [[path, line, 'merge-conflict']],
    );
    t.regex(problems[0]?.message ?? '', new RegExp(`^Lines ${line} to ${line + 4} are an unresolved merge conflict`));
  });
}

test('a heading that is underlined with seven equals signs is no merge conflict', async (t) => {
  const root = folderWith(t, smallRepository(['prod'], { 'runbook/b.md.hbs': 'Heading\n=======\n' }));
  t.is((await run('render', root)).exitCode, 0);
});

test('a copy of an environment that is not edited yet is told as one, beside what both claim', async (t) => {
  const files = smallRepository(['prod']);
  const root = folderWith(t, { ...files, 'environments/prod2.yaml': String(files['environments/prod.yaml']) });
  const problems = problemsIn(await run('validate', root));
  const [naming] = problems.filter(({ rule }) => rule === 'name-is-file-name');
  t.like(naming, { file: 'environments/prod2.yaml', path: 'name' });
  t.regex(naming?.message ?? '', /^This is a copy of prod\.yaml that still calls itself prod: write name: prod2/);
  t.true(problems.some(({ file, rule }) => file === 'environments/prod2.yaml' && rule !== 'name-is-file-name'));
});
