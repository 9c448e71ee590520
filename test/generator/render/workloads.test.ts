import test from 'ava';
import { stringify } from 'yaml';
import type { Environment } from '../../../generator/environment/resolve.js';
import { loaded } from '../../helpers/load.js';
import { renderedFiles } from '../../helpers/rendered-files.js';
import { shippedFiles } from '../../helpers/repository.js';

const withoutWorkloads = shippedFiles.prod.replace(/workloads:\n(?: .*\n)+/, '');

/** Prod, with these workloads instead of its own. */
function prodWith(workloads: object): Environment {
  const text = `${withoutWorkloads}${stringify({ workloads: { 'ml-inference': null, ...workloads } })}`;
  const { environments, problems } = loaded({ prod: text });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return environments[0] as Environment;
}

const ofWorkload = (path: string, key: string) =>
  path.startsWith(`workloads/${key}/`) || path.startsWith(`argocd/workload-${key}-`);

const changed = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort();

const keys = Array.from({ length: 50 }, (_, index) => `model-${String(index).padStart(2, '0')}`);

test('fifty workloads in one environment render, each into files of its own', (t) => {
  const files = renderedFiles(prodWith(Object.fromEntries(keys.map((key) => [key, {}]))));
  const perWorkload = keys.map((key) => [...files.keys()].filter((path) => ofWorkload(path, key)).length);
  t.true((perWorkload[0] ?? 0) > 10);
  t.deepEqual(perWorkload, Array(50).fill(perWorkload[0]));
  const shared = [...files.keys()].filter((path) => !keys.some((key) => ofWorkload(path, key)));
  const alone = renderedFiles(prodWith({ only: {} }));
  t.deepEqual(
    shared.sort(),
    [...alone.keys()].filter((path) => !ofWorkload(path, 'only')).sort(),
    'what belongs to no workload is there once, however many there are',
  );
});

const neighbours = { churn: {}, fraud: {}, 'fraud-v2': {} };
const before = renderedFiles(prodWith(neighbours));

const edits: readonly (readonly [title: string, edit: object])[] = [
  ['its replicas', { replicas: { max: 12 } }],
  ['its namespace', { namespace: 'elsewhere' }],
  ['its role', { roleName: 'other-role' }],
  ['its image', { image: { tag: '9.9.9', repository: 'fraud' } }],
  ['its configuration and secrets', { config: { A: 'b' }, secrets: [{ name: 'a', variable: 'A_KEY' }] }],
  ['its resources', { resources: { limits: { cpu: null, memory: '2Gi' } } }],
  ['its model', { model: { bucket: 'my-models', key: 'a', sha256: 'a'.repeat(64), sizeLimit: '64Mi' } }],
  ['its load balancer', { exposure: { loadBalancer: { enabled: false } } }],
  ['its objectives', { objectives: { availability: 99.9 } }],
];

for (const [title, edit] of edits) {
  test(`an edit to one workload changes no byte of another's files: ${title}`, (t) => {
    const after = renderedFiles(prodWith({ ...neighbours, fraud: edit }));
    const paths = changed(before, after);
    t.true(paths.includes('workloads/fraud/chart/values.environment.yaml'));
    const others = paths.filter((path) => ofWorkload(path, 'churn') || ofWorkload(path, 'fraud-v2'));
    t.deepEqual(others, []);
  });
}

test('a workload that comes or goes changes no byte of another’s files', (t) => {
  const { fraud: _, ...fewer } = neighbours;
  const paths = changed(before, renderedFiles(prodWith(fewer)));
  t.true(paths.some((path) => ofWorkload(path, 'fraud')));
  t.deepEqual(
    paths.filter((path) => ofWorkload(path, 'churn') || ofWorkload(path, 'fraud-v2')),
    [],
  );
});
