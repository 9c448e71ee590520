import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import which from 'which';
import { program } from '../../../generator/base/package.js';
import { repositoryRoot } from '../../../tools/folders.js';
import { cli, execute } from '../../helpers/cli.js';
import {
  contents,
  copyFolder,
  environmentFiles,
  folderWith,
  shippedFiles,
  snapshot,
  writeFiles,
} from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';

const commands = ['render', 'check', 'diff', 'validate'] as const;
type Name = (typeof commands)[number];

type State = 'clean' | 'changed' | 'broken' | 'empty';

async function repositoryIn(t: ExecutionContext, state: State): Promise<string> {
  if (state === 'empty') return folderWith(t);
  const root = folderWith(t, smallRepository(['prod']));
  if (state === 'broken') writeFiles(root, { 'environments/prod.yaml': 'name: [' });
  else await cli(['render', '--root', root]);
  if (state === 'changed') writeFiles(root, { 'terraform-templates/main.tf': '# changed\n' });
  return root;
}

const exitCodes: Readonly<Record<State, Readonly<Record<Name, number>>>> = {
  clean: { render: 0, check: 0, diff: 0, validate: 0 },
  changed: { render: 0, check: 2, diff: 2, validate: 0 },
  broken: { render: 1, check: 1, diff: 1, validate: 1 },
  empty: { render: 1, check: 1, diff: 1, validate: 1 },
};

for (const [state, codes] of Object.entries(exitCodes) as [State, Record<Name, number>][]) {
  for (const [command, code] of Object.entries(codes)) {
    test(`${command} of a repository that is ${state} exits with ${code}, --json prints one document`, async (t) => {
      const root = await repositoryIn(t, state);
      const { stdout, stderr, exitCode: jsonCode } = await cli([command, '--json', '--root', root]);
      t.is(jsonCode, code, stderr);
      t.is(stderr, '');
      const document = JSON.parse(stdout) as Record<string, unknown>;
      if (code === 1) t.true('problems' in document || 'error' in document);
      if (command === 'render' && state === 'changed') return;
      const told = await cli([command], { cwd: root });
      t.is(told.exitCode, code, told.stderr);
      if (code === 1) t.deepEqual([told.stdout, told.stderr !== ''], ['', true]);
      else t.not(told.stdout + String(command === 'diff' && state === 'clean'), 'false');
      t.notRegex(told.stderr, /\n {4}at /, 'no stack trace');
    });
  }
}

for (const command of commands) {
  test(`${command} --help tells its usage, options and exit codes`, async (t) => {
    for (const flag of ['--help', '-h']) {
      const { exitCode: code, stdout, stderr } = await cli([command, flag], { cwd: folderWith(t) });
      t.deepEqual([code, stderr], [0, '']);
      t.regex(stdout, new RegExp(`Usage: inference-gitops ${command}`));
      t.regex(stdout, /--root DIR[\s\S]*--json[\s\S]*Exit codes: 0 clean, 1 error, 2 differences found\./);
    }
  });
}

test('help lists every command, to whoever asks', async (t) => {
  for (const args of [['help'], ['--help'], ['-h']]) {
    const { exitCode: code, stdout } = await cli(args);
    t.is(code, 0);
    for (const command of commands) t.regex(stdout, new RegExp(`^  ${command} `, 'm'));
  }
});

const misuses: readonly (readonly [args: readonly string[], message: RegExp])[] = [
  [[], /^Say which command\./],
  [['rendr'], /There is no command "rendr"\. Did you mean render\?/],
  [['constructor'], /There is no command "constructor"\./],
  [['__proto__'], /There is no command "__proto__"\./],
  [['render', '--unknown'], /Unknown option '--unknown'\. See: inference-gitops render --help/],
  [['check', '--allow-destructive'], /Unknown option '--allow-destructive'/],
  [['render', '--root'], /--root/],
  [['validate', 'prd'], /There is no environments\/prd\.yaml; did you mean prod\?/],
  [['help', 'rendr'], /There is no command "rendr"\. Did you mean render\?/],
  [['completion', 'tcsh'], /Say for which shell: completion bash/],
  [['render', 'prd'], /There is no environments\/prd\.yaml; did you mean prod\?/],
  [['check', 'nothing-like-it'], /There is no environments\/nothing-like-it\.yaml; there are prod\./],
  [['render', '../prod'], /There is no environments\/\.\.\/prod\.yaml/],
  [
    ['render', '--root', '/nowhere/at/all'],
    /There is no environments\/\*\.yaml in ([A-Z]:)?[\\/]nowhere[\\/]at[\\/]all.*--root DIR/,
  ],
];

for (const [args, message] of misuses) {
  test(`«${args.join(' ')}» is answered with what to do, exit code 1, and nothing changes`, async (t) => {
    const root = folderWith(t, smallRepository(['prod']));
    const before = snapshot(root);
    const { exitCode: code, stdout, stderr } = await cli(args, { cwd: root });
    t.deepEqual([code, stdout], [1, '']);
    t.regex(stderr, message);
    t.notRegex(stderr, /\n {4}at |bug of/);
    t.deepEqual(snapshot(root), before);
  });
}

test('a template’s mistake is told with file, line and column, and nothing changes', async (t) => {
  const root = await repositoryIn(t, 'clean');
  writeFiles(root, { 'terraform-templates/backend.tf.hbs': '# a\nbucket = {{names.bucket}}\n' });
  const before = contents(root);
  const { exitCode: code, stderr } = await cli(['render', '--root', root]);
  t.is(code, 1);
  t.regex(
    stderr,
    /^terraform-templates\/backend\.tf\.hbs:2:10 .*names\.bucket|^terraform-templates\/backend\.tf\.hbs:2:10 .*bucket/,
  );
  t.deepEqual(contents(root), before);
});

test('diff --format unified is one that git applies to give what render gives', async (t) => {
  const root = await repositoryIn(t, 'changed');
  writeFiles(root, { 'terraform-templates/new.tf': '# new, without a line end' });
  rmSync(join(root, 'terraform-templates/backend.tf.hbs'));
  const { stdout } = await cli(['diff', '--format=unified', '--root', root]);
  const patched = folderWith(t);
  copyFolder(join(root, 'rendered'), join(patched, 'rendered'));
  writeFiles(patched, { 'a.patch': stdout });
  t.like(await execute(['git', 'apply', 'a.patch'], { cwd: patched }), { exitCode: 0, stderr: '' });
  await cli(['render', '--root', root]);
  const { '.generated.json': _, ...expected } = contents(join(root, 'rendered/prod'));
  const { '.generated.json': __, ...actual } = contents(join(patched, 'rendered/prod'));
  t.deepEqual(actual, expected);
});

/** What sets a colour; the codes of a line that changes are others. */
const colour = /\[[\d;]*m/;

test('diff has colours on a terminal, unless NO_COLOR or a dumb terminal says otherwise', async (t) => {
  const script = await which('script', { nothrow: true });
  if (script === null) {
    t.log('NOT RUN: script, which makes a terminal, is not on PATH.');
    t.pass();
    return;
  }
  const root = await repositoryIn(t, 'changed');
  const isBSD = process.platform === 'darwin';
  const diff = [process.execPath, program, 'diff', '--root', root];
  const quoted = diff.map((word) => `'${word}'`).join(' ');
  const onTerminal = async (env: Record<string, string | undefined>) =>
    (
      await execute([script, ...(isBSD ? ['-q', '/dev/null', ...diff] : ['-qec', quoted, '/dev/null'])], {
        env: { TERM: 'xterm', NO_COLOR: undefined, ...env },
      })
    ).stdout;
  t.regex(await onTerminal({}), colour);
  t.regex(await onTerminal({ NO_COLOR: '' }), colour);
  t.notRegex(await onTerminal({ NO_COLOR: '1' }), colour);
  t.notRegex(await onTerminal({ TERM: 'dumb' }), colour);
  t.notRegex((await cli(['diff', '--root', root])).stdout, colour);
});

test('a reader that stops reading, as head does, is no error', async (t) => {
  const root = folderWith(t, environmentFiles({ defaults: shippedFiles.defaults, prod: shippedFiles.prod }));
  const diff = `'${process.execPath}' '${program}' diff --format unified --root '${root}'`;
  const command = `set -o pipefail; ${diff} | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await execute(['bash', '-c', command]);
  t.is(stderr, '');
  t.regex(stdout, /^--- \/dev\/null\n2\n$/);
});

test('the same input gives the same bytes, whatever the time zone, language, folder and order of files', async (t) => {
  const files = environmentFiles(shippedFiles);
  const first = folderWith(t, files);
  t.is((await cli(['render', '--root', first])).exitCode, 0);
  const second = folderWith(t);
  for (const [path, content] of Object.entries(files).reverse()) writeFiles(second, { [path]: content });
  renameSync(join(second, 'environments'), join(second, 'x'));
  mkdirSync(join(second, 'environments'));
  for (const name of readdirSync(join(second, 'x')).sort().reverse())
    renameSync(join(second, 'x', name), join(second, 'environments', name));
  rmSync(join(second, 'x'), { recursive: true });
  const env = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', HOME: second, USER: 'someone' };
  t.is((await cli(['render'], { cwd: second, env })).exitCode, 0);
  t.deepEqual(contents(join(second, 'rendered')), contents(join(first, 'rendered')));
});

test('no command changes an environment file: comments, key order and line ends stay', async (t) => {
  const odd = Object.fromEntries(
    Object.entries(shippedFiles).map(([name, text]) => [name, `# my comment\r\n${text}\n\n# the end`]),
  );
  const root = folderWith(t, environmentFiles(odd));
  const before = snapshot(join(root, 'environments'));
  for (const args of [['validate'], ['render'], ['render', '--allow-destructive=prod', 'prod'], ['check'], ['diff']]) {
    t.is((await cli([...args, '--root', root])).exitCode, 0);
  }
  const { 'schema.json': _, '.': __, ...after } = snapshot(join(root, 'environments'));
  const { '.': ___, ...expected } = before;
  t.deepEqual(after, expected);
});

test('--version says which version this is, and help of a command is its --help', async (t) => {
  const { version } = JSON.parse(readFileSync(`${repositoryRoot}package.json`, 'utf8')) as { version: string };
  for (const args of [['--version'], ['-V'], ['version']])
    t.deepEqual(await cli(args), { exitCode: 0, stdout: `${version}\n`, stderr: '' });
  for (const command of commands) t.is((await cli(['help', command])).stdout, (await cli([command, '--help'])).stdout);
});

test('options may come first, a path stands for its environment, and --quiet leaves the exit code', async (t) => {
  const root = await repositoryIn(t, 'changed');
  for (const args of [
    ['--root', root, '-q', 'diff', 'environments/prod.yaml'],
    ['diff', '--quiet', join(root, 'rendered/prod'), '--root', root],
  ])
    t.deepEqual(await cli(args), { exitCode: 2, stdout: '', stderr: '' });
  const { exitCode, stderr } = await cli(['diff', '-q', 'prd', '--root', root]);
  t.is(exitCode, 1);
  t.regex(stderr, /did you mean prod/);
});

test('each JSON document says its version, those about failures too', async (t) => {
  const root = await repositoryIn(t, 'clean');
  for (const args of [['validate'], ['check'], ['diff'], ['render'], ['render', 'prd']]) {
    const { stdout } = await cli([...args, '--json', '--root', root]);
    t.is(JSON.parse(stdout).version, 1, args.join(' '));
  }
});

test('in GitHub Actions a problem is shown beside its line', async (t) => {
  const root = await repositoryIn(t, 'clean');
  const file = 'environments/prod.yaml';
  writeFiles(root, {
    [file]: readFileSync(join(root, file), 'utf8').replace('natGateways: one-per-az', 'natGateways: x'),
  });
  const { stderr } = await cli(['validate', '--root', root], { env: { GITHUB_ACTIONS: 'true' } });
  t.regex(
    stderr,
    /^::error file=environments\/prod\.yaml,line=[0-9]+,col=[0-9]+,title=schema::network\.natGateways: /m,
  );
  t.notRegex((await cli(['validate', '--root', root], { env: { GITHUB_ACTIONS: undefined } })).stderr, /^::/m);
});

test('colours come where somebody looks, or asks for them, and never where NO_COLOR is set', async (t) => {
  const root = await repositoryIn(t, 'changed');
  const colored = async (env: Readonly<Record<string, string>>) =>
    (
      await cli(['diff', '--root', root], { env: { NO_COLOR: '', FORCE_COLOR: '', TERM: 'xterm', ...env } })
    ).stdout.includes('\u001b[');
  t.deepEqual([await colored({}), await colored({ FORCE_COLOR: '1' })], [false, true]);
  t.false(await colored({ FORCE_COLOR: '1', NO_COLOR: '1' }));
});

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  test(`what completes in ${shell} knows every command`, async (t) => {
    const { stdout } = await cli(['completion', shell]);
    for (const command of commands) t.regex(stdout, new RegExp(`[ ']${command}[ '\n]`));
  });
}

test('bash completes commands and environments', async (t) => {
  const root = folderWith(t, smallRepository(['dev', 'prod']));
  const { stdout: script } = await cli(['completion', 'bash']);
  const completed = async (words: string, at: number) => {
    const ask = `${script}\nCOMP_WORDS=(${words}); COMP_CWORD=${at}; _inference_gitops; echo "\${COMPREPLY[*]}"`;
    return (await execute(['bash', '--norc', '-c', ask], { cwd: root })).stdout.trim();
  };
  t.is(await completed('inference-gitops rend', 1), 'render');
  t.is(await completed("inference-gitops render ''", 2), 'dev prod');
  t.is(await completed('inference-gitops render p', 2), 'prod');
});

test('every command is in the table of the README, and has a document of what --json prints', async (t) => {
  const { stdout } = await cli(['help']);
  const all = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => String(name));
  t.true(all.length > 8);
  const rowsOf = (file: string) => readFileSync(`${repositoryRoot}${file}`, 'utf8').match(/^\|.*$/gm) ?? [];
  for (const file of ['README.md', 'docs/json.md']) {
    for (const name of all)
      t.true(
        rowsOf(file).some((row) => new RegExp(`\\b${name}\\b`).test(row.split('|')[1] ?? '')),
        `${file}: ${name}`,
      );
  }
});
