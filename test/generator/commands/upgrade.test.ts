import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { run } from '../../helpers/commands.js';
import { contents, environmentFiles, folderWith, snapshot, writeFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';
import { firstVersionFiles } from '../../helpers/version-1.js';

const names = ['defaults', 'dev', 'prod', 'staging'];
const environments = names.map((name) => `environments/${name}.yaml`);
const moved = (name: string) => `rendered/${name}/terraform/moved.tf`;
const rendered = (name: string) => ({ [`rendered/${name}/terraform/main.tf`]: '# of version 1\n' });

test('files of version 1 are written as version 2, and a moved.tf beside each root that was rendered', async (t) => {
  const root = folderWith(t, { ...environmentFiles(firstVersionFiles), ...rendered('prod'), ...rendered('dev') });
  const outcome = await run('upgrade', root);
  t.is(outcome.exitCode, 0);
  t.deepEqual(outcome.json, { written: [...environments, moved('dev'), moved('prod')], conflicts: [] });
  t.regex(outcome.text ?? '', /environments\/prod\.yaml[\s\S]*render, and commit both together/);
  for (const file of environments)
    t.regex(readFileSync(join(root, file), 'utf8'), /^apiVersion: inference-gitops\/v2$/m);
  t.false(existsSync(join(root, moved('staging'))));
  const text = readFileSync(join(root, moved('prod')), 'utf8');
  t.deepEqual(
    [...text.matchAll(/from = (.*)\n {2}to {3}= (.*)\n/g)].map(([, from, to]) => [from, to]),
    [
      ['module.registry', 'module.registry["ml-inference-service"]'],
      ['module.secrets', 'module.secrets["ml-inference"]'],
      ['module.workload_identity', 'module.workload_identity["ml-inference"]'],
      [
        'module.observability.aws_cloudwatch_metric_alarm.no_running_pods["amazon-cloudwatch-observability"]',
        'module.observability.aws_cloudwatch_metric_alarm.no_running_pods["ml-inference"]',
      ],
    ],
  );
});

test('a second run changes nothing, not even a moved.tf that was deleted since', async (t) => {
  const root = folderWith(t, { ...environmentFiles(firstVersionFiles), ...rendered('prod') });
  await run('upgrade', root);
  const before = snapshot(root);
  const again = await run('upgrade', root);
  t.deepEqual(
    [again.exitCode, again.text, again.json],
    [0, 'Every file is of the current version.\n', { written: [], conflicts: [] }],
  );
  t.deepEqual(snapshot(root), before);
});

test('a moved.tf of the user’s own stays', async (t) => {
  const root = folderWith(t, {
    ...environmentFiles(firstVersionFiles),
    ...rendered('prod'),
    [moved('prod')]: '# mine\n',
  });
  t.deepEqual((await run('upgrade', root)).json, { written: environments, conflicts: [] });
  t.is(readFileSync(join(root, moved('prod')), 'utf8'), '# mine\n');
});

test('files with errors are not upgraded: the errors are told and nothing changes', async (t) => {
  const broken = { ...firstVersionFiles, prod: `${firstVersionFiles['prod']}unknown: 1\n` };
  const root = folderWith(t, { ...environmentFiles(broken), ...rendered('prod') });
  const before = snapshot(root);
  const outcome = await run('upgrade', root);
  t.is(outcome.exitCode, 1);
  t.regex(outcome.notes ?? '', /environments\/prod\.yaml:[0-9]+:1 error unknown: /);
  t.deepEqual(snapshot(root), before);
});

test('what is rendered before the upgrade and after it is the same, beside the user’s moved.tf', async (t) => {
  const repository = {
    ...smallRepository(['prod']),
    'charts/ml-inference/Chart.yaml': 'name: ml-inference\nversion: 0.1.0\n',
  };
  const root = folderWith(t, repository);
  const first = Object.fromEntries(
    Object.entries(
      environmentFiles({
        defaults: firstVersionFiles['defaults'] as string,
        prod: firstVersionFiles['prod'] as string,
      }),
    ).map(([path, text]) => [
      path,
      String(text)
        .replace(/^addons:\n(?: .*\n)+/m, 'addons: {}\n')
        .replace(/^exposure:\n {2}loadBalancer:\n {4}enabled: true/m, 'exposure:\n  loadBalancer:\n    enabled: false')
        .replace(/ {2}secrets:\n(?: {4}.*\n)+/, '  secrets: []\n')
        .replace('max: 10\n', 'max: 2\n'),
    ]),
  );
  writeFiles(root, first);
  t.is((await run('render', root)).exitCode, 0, (await run('render', root)).notes);
  const before = contents(join(root, 'rendered'));
  t.is((await run('upgrade', root)).exitCode, 0);
  const outcome = await run('render', root);
  t.is(outcome.exitCode, 0, outcome.notes);
  const { 'prod/terraform/moved.tf': own, ...after } = contents(join(root, 'rendered'));
  t.truthy(own);
  t.deepEqual(after, before);
  t.is((await run('check', root)).exitCode, 0);
});
