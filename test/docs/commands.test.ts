import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { program } from '../../generator/base/package.js';
import { repositoryRoot } from '../../tools/folders.js';
import { execute } from '../helpers/cli.js';
import { copyFolder, folderWith, writeFiles } from '../helpers/repository.js';
import { blocksOf, nodesOf, parsePage } from '../runbook/markdown.js';

const marks = ['aws', 'checkout', 'network'];

const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync(join(repositoryRoot, 'docs'))]
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => (/^(README|CONTRIBUTING)\.md$/.test(name) ? [name, `docs/${name}`] : [`docs/${name}`]))
  .filter((path, index, all) => all.indexOf(path) === index && path !== 'docs/CONTRIBUTING.md')
  .map((path) => ({ path, page: parsePage(readFileSync(join(repositoryRoot, path), 'utf8')) }));

/** The tool as a package. That something differs is no failure of a command that was asked whether it does. */
const shell = `set -e
npx() { [ "$1" = inference-gitops ] && shift && { "$NODE" "$PROGRAM" "$@" || [ $? -eq 2 ]; }; }
`;

/** Somebody's home, in which a repository of their own is. */
const template = mkdtempSync(join(tmpdir(), 'inference-gitops-'));

const environmentOf = (home: string) => ({
  HOME: home,
  GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
  NODE: process.execPath,
  PROGRAM: program,
  npm_config_offline: 'true',
});

test.before(async (t) => {
  writeFiles(template, { '.gitconfig': '[user]\nname = a\nemail = a@example.com\n' });
  const root = join(template, 'models');
  const init = ['init', root, '--yes', '--name=fraud', '--account=dev=222233334444,prod=555566667777'];
  t.is((await execute([process.execPath, program, ...init], { env: environmentOf(template) })).exitCode, 0);
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  execFileSync('git', [...author, 'commit', '-q', '--allow-empty', '-m', 'before'], { cwd: root });
});
test.after.always(() => rmSync(template, { recursive: true, force: true }));

for (const { path, page } of pages) {
  const blocks = blocksOf(page, 'sh');

  test(`${path}: a block of commands is run by a test, or says what it needs`, (t) => {
    for (const { meta, value } of blocks) t.true(!meta || marks.includes(meta), value);
    const unmarked = [...nodesOf(page)].filter(
      (node) => node.type === 'code' && !node.lang && /^(npx|npm) /.test(node.value),
    );
    t.deepEqual(unmarked, []);
  });

  const commands = blocks.filter(({ meta }) => !meta).map(({ value }) => value);
  if (commands.length === 0) continue;

  test(`${path}: its commands run in a repository of one's own`, async (t) => {
    const home = folderWith(t);
    copyFolder(template, home);
    const env = environmentOf(home);
    const root = join(home, 'models');
    for (const block of commands) {
      const { exitCode, stdout, stderr } = await execute(['bash', '-c', shell + block], { cwd: root, env });
      t.is(exitCode, 0, `${block}\n\n${stdout}\n${stderr}`);
    }
  });
}
