import test from 'ava';
import { namespacedKinds } from '../../../generator/environment/manifests.js';
import { manifestProblems, schemas } from '../../../generator/render/manifest-schema.js';
import { render } from '../../charts/helm.js';
import { problemsIn, run } from '../../helpers/commands.js';
import { environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

const problemsOf = (text: string) =>
  manifestProblems({ name: 'dev', manifests: [{ workload: '', name: 'a.yaml', text, objects: [] }] }).map(
    ({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`,
  );
const named = (kind: string, rest: string) => `kind: ${kind}\nmetadata: { name: a, namespace: b }\n${rest}\n`;

test('every kind of Kubernetes that people write has its schema', (t) => {
  const known = new Set(Object.keys(schemas).map((key) => key.replace(/(^|\/)v[0-9]+\//, '/')));
  t.deepEqual(
    namespacedKinds.filter((kind) => !known.has(kind)),
    [],
  );
});

const WRONG: Readonly<Record<string, readonly [text: string, problems: readonly string[]]>> = {
  'a number where text is meant': [
    `apiVersion: v1\n${named('ConfigMap', 'data: { x: 1 }')}`,
    ['4:12 data.x: Kubernetes takes string here.'],
  ],
  'what is demanded and missing, and a text where a number is meant, together': [
    `apiVersion: apps/v1\n${named('Deployment', 'spec: { replicas: many, template: {} }')}`,
    ['4:7 spec: Kubernetes demands selector here.', '4:19 spec.replicas: Kubernetes takes integer here.'],
  ],
  'a list where a map is meant, in the second document': [
    `apiVersion: v1\n${named('ConfigMap', 'data: {}')}---\napiVersion: v1\n${named('Service', 'spec: [a]')}`,
    ['9:7 spec: Kubernetes takes object here.'],
  ],
};

for (const [title, [text, problems]] of Object.entries(WRONG)) {
  test(`${title} is told with its place`, (t) => t.deepEqual(problemsOf(text), problems));
}

test('what Kubernetes takes in several forms is no problem', (t) => {
  const ports = 'ports: [{ port: 80, targetPort: http }, { port: 81, targetPort: 8080, name: x }]';
  t.deepEqual(problemsOf(`apiVersion: v1\n${named('Service', `spec: { selector: { a: b }, ${ports} }`)}`), []);
  const limits = 'spec: { limits: [{ type: Container, default: { cpu: 1, memory: 1Gi } }] }';
  t.deepEqual(problemsOf(`apiVersion: v1\n${named('LimitRange', limits)}`), []);
});

test('what our own chart makes is no problem', async (t) => {
  const objects = (await render()).filter(({ apiVersion, kind }) => Object.hasOwn(schemas, `${apiVersion}/${kind}`));
  t.true(objects.length >= 10);
  for (const object of objects) t.deepEqual(problemsOf(JSON.stringify(object)), [], object.kind);
});

test('of a kind that is not known nothing is said', (t) => {
  t.deepEqual(problemsOf(`apiVersion: example.com/v1\n${named('Widget', 'spec: 1')}`), []);
});

test('validate and render refuse it, and nothing is written', async (t) => {
  const path = 'environments/dev/manifests/a.yaml';
  const text = `apiVersion: v1\n${named('ConfigMap', 'data: { x: 1 }')}`;
  const root = folderWith(t, { ...environmentFiles(shippedFiles), [path]: text });
  for (const command of ['validate', 'render'] as const) {
    const outcome = await run(command, root);
    t.is(outcome.exitCode, 1, command);
    const errors = problemsIn(outcome).filter(({ severity }) => severity === 'error');
    t.like(errors, [{ rule: 'manifest-schema', file: path, line: 4, column: 12, path: 'data.x' }]);
  }
});
