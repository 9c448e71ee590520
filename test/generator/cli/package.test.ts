import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { repositoryRoot } from '../../../tools/folders.js';
import { cli, execute } from '../../helpers/cli.js';
import { contents, environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

test('the package, installed by itself, renders a repository that only has environments/', async (t) => {
  t.timeout(180_000);
  const folder = folderWith(t, { 'package.json': '{ "private": true }' });
  const packed = await execute(['npm', 'pack', '--json', '--pack-destination', folder], { cwd: repositoryRoot });
  t.is(packed.exitCode, 0, packed.stderr);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const installed = await execute(
    ['npm', 'install', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', `./${filename}`],
    { cwd: folder },
  );
  t.is(installed.exitCode, 0, installed.stderr);
  const modules = readdirSync(join(folder, 'node_modules'));
  t.true(modules.includes('inference-gitops'));
  t.false(
    modules.some((name) => /onnxruntime|express/.test(name)),
    'who only renders installs no service',
  );
  const chunks = readdirSync(join(folder, 'node_modules/inference-gitops/build/cli'));
  const modulesWithoutMap = chunks.filter((name) => name.endsWith('.js') && !chunks.includes(`${name}.map`));
  t.deepEqual(modulesWithoutMap, [], 'a stack trace names the files that a line was bundled from');
  const root = folderWith(t, environmentFiles(shippedFiles));
  const binary = join(folder, 'node_modules/.bin/inference-gitops');
  t.like(await execute([binary, 'render', '--root', root]), { exitCode: 0, stderr: '' });
  t.like(await execute([binary, 'check', '--root', root]), {
    exitCode: 0,
    stdout: 'rendered/ is what the input gives.\n',
  });
  const checkout = folderWith(t, environmentFiles(shippedFiles));
  t.is((await cli(['render', '--root', checkout])).exitCode, 0);
  t.deepEqual(contents(join(root, 'rendered')), contents(join(checkout, 'rendered')));
  t.is(
    readFileSync(join(root, 'environments/schema.json'), 'utf8'),
    readFileSync(join(repositoryRoot, 'environments/schema.json'), 'utf8'),
  );
});

test('folders of the repository’s own that have nothing to do with this are not taken for templates', async (t) => {
  const root = folderWith(t, {
    ...environmentFiles(shippedFiles),
    'charts/other/Chart.yaml': 'name: other\nversion: 1.0.0\n',
    'argocd/notes.txt': 'mine',
    'runbook/notes.txt': 'mine',
    'terraform-templates/README.md': 'mine',
  });
  const bare = folderWith(t, environmentFiles(shippedFiles));
  for (const folder of [root, bare]) t.like(await cli(['render', '--root', folder]), { exitCode: 0, stderr: '' });
  t.deepEqual(
    contents(join(root, 'rendered/prod/workloads/ml-inference/chart')),
    contents(join(bare, 'rendered/prod/workloads/ml-inference/chart')),
  );
});
