import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { installHooks } from '../../../generator/hooks/install.js';
import { cli } from '../../helpers/cli.js';
import { isWindows } from '../../helpers/platform.js';
import { folderWith, replaceOnce } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';
import { clean, differencesOf, type Site, site } from './site.js';

const dev = String(smallRepository(['dev', 'prod'])['environments/dev.yaml']);
const quieter = { 'environments/dev.yaml': replaceOnce(dev, 'LOG_LEVEL: debug', 'LOG_LEVEL: warn') };
const hookOf = ({ root }: Site): string => join(root, '.git/hooks/pre-commit');

function addHook(here: Site, script: string, mode = 0o755): string {
  const file = hookOf(here);
  mkdirSync(join(here.root, '.git/hooks'), { recursive: true });
  writeFileSync(file, script);
  chmodSync(file, mode);
  return file;
}

const earlierHooks: readonly { readonly title: string; readonly script: string }[] = [
  { title: 'for sh', script: '#!/bin/sh\necho "earlier $# $(basename "$0")"\n' },
  { title: 'for bash', script: '#!/usr/bin/env bash\n[[ $0 == *pre-commit ]] && echo "earlier $# $(basename "$0")"\n' },
  { title: 'for sh with an option', script: '#!/bin/sh -e\necho "earlier $# pre-commit"\n' },
  {
    title: 'for node',
    script: '#!/usr/bin/env node\nconsole.error("earlier", process.argv.length - 2, "pre-commit")\n',
  },
];

for (const { title, script } of earlierHooks) {
  test(`a hook ${title} that was there goes first, called as it was`, async (t) => {
    const here = await site(t);
    addHook(here, script);
    t.regex(await here.hooks('install'), /The hook that was there goes first/);
    here.write(quieter);
    const { stderr, status } = here.tryGit('commit', '--all', '--message', 'quieter');
    t.is(status, 0, stderr);
    t.regex(stderr, /earlier 0 pre-commit/);
    t.is(await differencesOf(t, here), clean);
  });
}

test('a hook that was there and fails keeps the commit from happening, and nothing is staged', async (t) => {
  const here = await site(t);
  addHook(here, '#!/bin/sh\nexit 3\n');
  await here.hooks('install');
  here.write(quieter);
  here.git('add', 'environments');
  t.not(here.tryGit('commit', '--quiet', '--message', 'quieter').status, 0);
  t.is(here.git('diff', '--cached', '--name-only'), 'environments/dev.yaml\n');
});

test('what an earlier hook stages is what is rendered', async (t) => {
  const here = await site(t);
  addHook(here, '#!/bin/sh\nsed -i s/warn/error/ environments/dev.yaml && git add environments\n');
  await here.hooks('install');
  here.write(quieter);
  here.git('add', 'environments');
  here.git('commit', '--quiet', '--message', 'quieter');
  t.regex(
    here.git('show', 'HEAD:rendered/dev/workloads/ml-inference/chart/values.environment.yaml'),
    /LOG_LEVEL: error/,
  );
});

test('a hook that was switched off stays off', async (t) => {
  const here = await site(t);
  addHook(here, '#!/bin/sh\nexit 3\n', 0o644);
  await here.hooks('install');
  here.write(quieter);
  t.is(here.tryGit('commit', '--quiet', '--all', '--message', 'quieter').status, 0);
});

test('hooks of husky go on: they look up by their own name what to run', async (t) => {
  const here = await site(t);
  here.write({
    '.husky/_/h':
      '#!/usr/bin/env sh\nn=$(basename "$0")\ns=$(dirname "$(dirname "$0")")/$n\n' +
      '[ ! -f "$s" ] && exit 0\nsh -e "$s" "$@"\nexit $?\n',
    '.husky/_/pre-commit': '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n',
    '.husky/pre-commit': 'echo the checks of husky >&2\n',
  });
  chmodSync(join(here.root, '.husky/_/pre-commit'), 0o755);
  here.git('config', 'core.hooksPath', '.husky/_');
  await here.hooks('install');
  here.write(quieter);
  here.git('add', 'environments');
  const { stderr, status } = here.tryGit('commit', '--quiet', '--message', 'quieter');
  t.is(status, 0, stderr);
  t.regex(stderr, /the checks of husky/);
  t.is(await differencesOf(t, here), clean);
});

test('a folder of hooks that other repositories share is refused, with what to do', async (t) => {
  const here = await site(t);
  here.git('config', 'core.hooksPath', folderWith(t));
  await t.throwsAsync(here.hooks('install'), {
    message: /core\.hooksPath is .* where other repositories have their hooks too/,
  });
});

test('uninstall puts back what was there: bytes and mode', async (t) => {
  const here = await site(t);
  const script = '#!/bin/sh\n# größe\nexit 0\n';
  const file = addHook(here, script, 0o711);
  await here.hooks('install');
  await here.hooks('install');
  t.regex(await here.hooks('uninstall'), /is again the hook that was there before/);
  t.is(readFileSync(file, 'utf8'), script);
  if (!isWindows) t.is(statSync(file).mode & 0o777, 0o711);
  t.false(existsSync(`${file}.before-inference-gitops`));
});

test('uninstall puts back a link as a link', async (t) => {
  const here = await site(t);
  mkdirSync(join(here.root, '.git/hooks'), { recursive: true });
  symlinkSync('../../scripts/check', hookOf(here));
  await here.hooks('install');
  await here.hooks('uninstall');
  t.true(lstatSync(hookOf(here)).isSymbolicLink());
});

test('uninstall leaves nothing where nothing was, and says so where it was not installed', async (t) => {
  const here = await site(t);
  t.is(await here.hooks('uninstall'), 'They were not installed.\n');
  await here.hooks('install');
  t.regex(await here.hooks('uninstall'), /^Taken away: /);
  t.false(existsSync(hookOf(here)));
  here.write(quieter);
  here.git('commit', '--quiet', '--all', '--message', 'quieter');
  t.is(here.git('show', '--name-only', '--format=', 'HEAD'), 'environments/dev.yaml\n');
});

test('uninstall does not touch a hook that somebody has put in its workTree', async (t) => {
  const here = await site(t);
  addHook(here, '#!/bin/sh\n# first\n');
  await here.hooks('install');
  addHook(here, '#!/bin/sh\n# second\n');
  await t.throwsAsync(here.hooks('uninstall'), { message: /is not the hook of inference-gitops any more/ });
  await t.throwsAsync(here.hooks('install'), { message: /was replaced since/ });
  t.regex(readFileSync(hookOf(here), 'utf8'), /# second/);
});

test('a hook that is committed has no path of this machine', async (t) => {
  const here = await site(t);
  here.git('config', 'core.hooksPath', '.husky');
  const program = join(here.root, 'node_modules/inference-gitops/build/cli/cli.js');
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, '');
  for (const { file } of installHooks(here.root, program)) {
    const script = readFileSync(file, 'utf8');
    t.regex(script, /^program='?node_modules\/inference-gitops\/build\/cli\/cli\.js'?$/m);
    t.false(script.includes(here.root) || script.includes(process.execPath));
  }
});

test('a program that is gone is told, and the commit waits', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  const file = hookOf(here);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^program=.*$/m, 'program=/nowhere/cli.js'));
  here.write(quieter);
  const { stderr, status } = here.tryGit('commit', '--quiet', '--all', '--message', 'quieter');
  t.is(status, 1);
  t.regex(stderr, /inference-gitops is not where this hook was installed from \(\/nowhere\/cli\.js\)/);
});

const refusals: readonly {
  title: string;
  args: readonly string[];
  says: RegExp;
  prepare: (t: ExecutionContext) => string;
}[] = [
  {
    title: 'outside of git',
    args: ['install'],
    says: /is not in the work tree of a git repository/,
    prepare: (t) => folderWith(t),
  },
  {
    title: 'without an action',
    args: [],
    says: /hooks install, hooks uninstall or hooks run/,
    prepare: (t) => folderWith(t),
  },
  {
    title: 'with an unknown action',
    args: ['instal'],
    says: /hooks install, hooks uninstall or hooks run/,
    prepare: (t) => folderWith(t),
  },
];

for (const { title, args, says, prepare } of refusals) {
  test(`hooks ${title} says what is wrong`, async (t) => {
    const { exitCode, stderr } = await cli(['hooks', ...args, '--root', prepare(t)], {
      env: { GIT_CEILING_DIRECTORIES: '/tmp' },
    });
    t.is(exitCode, 1);
    t.regex(stderr, says);
  });
}

test('a repository without environments is told at the commit that stages some', async (t) => {
  const here = await site(t);
  await here.hooks('install');
  rmSync(join(here.root, 'environments'), { recursive: true });
  here.git('add', '--all');
  const { stderr, status } = here.tryGit('commit', '--quiet', '--message', 'gone');
  t.is(status, 1);
  t.regex(stderr, /There is no environments\/\*\.yaml/);
});
