import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import test from 'ava';
import which from 'which';
import { repositoryRoot } from '../../../tools/folders.js';
import { execute } from '../../helpers/cli.js';
import { folderWith, writeFiles } from '../../helpers/repository.js';

/** Installed, the tool takes no more than this. */
const mostBytes = 45e6;

test('from the packed tool alone: init, edit, foretell, render, commit, check, promote, upgrade', async (t) => {
  const home = folderWith(t, { '.gitconfig': '[user]\nname = a\nemail = a@example.com\n' });
  const folder = join(home, 'models');
  mkdirSync(folder);
  // Nothing of this checkout, and no registry: what the package needs, it holds.
  const env = {
    HOME: home,
    PATH: [process.execPath, ...['npm', 'git', 'sh'].map((name) => which.sync(name))].map(dirname).join(delimiter),
    npm_config_offline: 'true',
    npm_config_cache: join(home, 'cache'),
    NODE_OPTIONS: undefined,
    NODE_PATH: undefined,
  };
  const run = async (program: string, ...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await execute([program, ...args], { cwd: folder, env });
    t.is(exitCode, 0, `${program} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const tool = (...args: readonly string[]) => run(process.execPath, installed, ...args);
  const installed = 'node_modules/inference-gitops/build/cli/cli.js';

  t.is((await execute(['npm', 'pack', '--silent', '--pack-destination', home])).exitCode, 0);
  const tarball = readdirSync(home).find((name) => name.endsWith('.tgz')) as string;
  writeFiles(folder, { 'package.json': '{ "name": "models", "private": true }\n' });
  await run('npm', 'install', '--save-dev', '--no-audit', '--no-fund', join('..', tarball));
  t.true(sizeOf(join(folder, 'node_modules')) < mostBytes, `${sizeOf(join(folder, 'node_modules'))} bytes`);

  await tool('init', '.', '--yes', '--name=fraud', '--account=dev=222233334444,prod=555566667777');
  t.is(await run('git', 'status', '--porcelain'), '?? package-lock.json\n?? package.json\n');

  await tool('set', 'dev', 'workloads.fraud.image.tag=0.2.0');
  const foretold = await execute([process.execPath, installed, 'diff'], { cwd: folder, env });
  t.is(foretold.exitCode, 2);
  t.regex(foretold.stdout, /\n {2}restarts\n[\s\S]*0\.2\.0/);
  await tool('render');
  await run('git', 'commit', '--quiet', '--all', '--message=Release 0.2.0 in dev');
  t.is(await tool('check'), 'rendered/ is what the input gives.\n');

  t.regex(await tool('promote', 'dev', 'prod', '--commit'), /Committed as [0-9a-f]+ on promote\/dev-to-prod\./);
  t.regex(readFileSync(join(folder, 'environments/prod.yaml'), 'utf8'), /tag: 0\.2\.0/);
  t.is(await tool('upgrade'), 'Every file is of the current version.\n');
  t.is(await tool('check'), 'rendered/ is what the input gives.\n');
});

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);

test('the package of the service holds what its image runs, and nothing of its tests', async (t) => {
  const listed = await execute(['npm', 'pack', '--json', '--dry-run', '--workspace', 'service']);
  const [{ files }] = JSON.parse(listed.stdout) as [{ readonly files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => path);
  for (const path of ['build/main.js', 'keep-platform.sh', 'package.json']) t.true(paths.includes(path), path);
  t.deepEqual(
    paths.filter((path) => /\.(ts|map|tsbuildinfo)$|test/.test(path)),
    [],
  );
});

test('the package lists the licences of what it holds', (t) => {
  const text = readFileSync(join(repositoryRoot, 'build/cli/LICENSES.txt'), 'utf8');
  for (const name of ['handlebars', 'yaml', 'zod', '@aws-sdk/client-sts'])
    t.regex(text, new RegExp(`^${name} \\d`, 'm'));
});
