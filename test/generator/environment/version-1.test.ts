import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { repositoryRoot } from '../../../tools/folders.js';
import { loaded, loadedEnvironment } from '../../helpers/load.js';
import { replaceOnce } from '../../helpers/repository.js';
import { firstVersionFiles as first } from '../../helpers/version-1.js';

test('each environment of version 1 that shipped reads without an error, and is told to be upgraded', (t) => {
  const { environments, problems } = loaded(first);
  t.deepEqual(
    environments.map(({ name }) => name),
    ['dev', 'prod', 'staging'],
  );
  t.deepEqual(
    problems.map(({ severity, rule, file, line }) => `${severity} ${rule} ${file}:${line}`),
    ['defaults', 'dev', 'prod', 'staging'].map((name) => `warning older-version environments/${name}.yaml:1`),
  );
});

test('what version 1 said is what is read', (t) => {
  const { workloads, observability, aws } = loadedEnvironment(first, 'prod');
  t.is(workloads.length, 1);
  t.like(workloads[0], {
    key: 'ml-inference',
    namespace: 'ml-inference',
    name: 'ml-inference-api',
    roleName: 'ml-inference-pod-role',
    secretRecoveryDays: 30,
    quota: { pods: 30, requests: { cpu: '6', memory: '12Gi', ephemeralStorage: '4Gi' } },
    objectives: { availability: 99.5, latencySeconds: 0.25 },
    exposure: { loadBalancer: { enabled: true } },
  });
  const { receivers, ...said } = observability;
  t.deepEqual(Object.keys(said).sort(), ['alarmEmails', 'budget', 'containerInsights', 'logRetentionDays']);
  t.deepEqual(receivers, []);
  t.is(aws.namePrefix, 'ml-inference-prod-cluster');
});

const mark = '«';

/** Files of version 1 with a mark at the place of the only error. */
const cases: readonly (readonly [title: string, file: keyof typeof first, from: string, to: string, path: string])[] = [
  [
    'a workload’s own value',
    'prod',
    'secretRecoveryDays: 30',
    'secretRecoveryDays: «3',
    'workloads.ml-inference.secretRecoveryDays',
  ],
  ['a value of its quota', 'prod', 'pods: 30', 'pods: «22', 'workloads.ml-inference.quota.pods'],
  ['a value that all inherit', 'defaults', '    max: 10', '    max: «0', 'workloadDefaults.replicas.max'],
  ['exposure', 'defaults', 'host: api.example.com', 'host: «api', 'workloadDefaults.exposure.ingress.host'],
  [
    'an objective',
    'defaults',
    'availabilityObjective: 99.5',
    'availabilityObjective: «9',
    'workloadDefaults.objectives.availability',
  ],
  [
    'another objective',
    'defaults',
    'latencyObjectiveSeconds: 0.25',
    'latencyObjectiveSeconds: «0.3',
    'workloadDefaults.objectives.latencySeconds',
  ],
  ['a name that derives', 'defaults', 'name: ml-inference-api', 'name: «ML', 'workloads.ml-inference.name'],
  ['an unknown key of the workload', 'prod', '  quota:', '  «qouta: 1\n  quota:', 'workloads.ml-inference.qouta'],
  ['an unknown key at the top', 'prod', 'gitops:', '«gitopps: {}\ngitops:', 'gitopps'],
  ['a key of version 2', 'prod', 'gitops:', '«workloads: {}\ngitops:', 'workloads'],
];

for (const [title, name, from, to, path] of cases) {
  test(`${title} is told where it stands in the file of version 1`, (t) => {
    const marked = replaceOnce(first[name] as string, from, to);
    const before = marked.slice(0, marked.indexOf(mark)).split('\n');
    // Alone: what all inherit is told once, however many there are.
    const { problems } = loaded({
      defaults: first['defaults'] as string,
      prod: first['prod'] as string,
      [name]: marked.replace(mark, ''),
    });
    t.deepEqual(
      problems
        .filter(({ severity }) => severity === 'error')
        .map(({ file, line, column, path: found }) => ({ file, line, column, path: found })),
      [{ file: `environments/${name}.yaml`, line: before.length, column: (before.at(-1) ?? '').length + 1, path }],
      JSON.stringify(problems, undefined, 1),
    );
  });
}

test('files of both versions stand beside each other', (t) => {
  const current = (name: string) => readFileSync(join(repositoryRoot, `environments/${name}.yaml`), 'utf8');
  for (const texts of [
    { defaults: current('defaults'), prod: first['prod'] as string, dev: current('dev') },
    { defaults: first['defaults'] as string, prod: current('prod'), dev: first['dev'] as string },
  ]) {
    const { environments, problems } = loaded(texts);
    t.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    t.is(environments.length, 2);
    for (const { workloads } of environments)
      t.deepEqual(
        workloads.map(({ key, name }) => [key, name]),
        [['ml-inference', 'ml-inference-api']],
      );
  }
});
