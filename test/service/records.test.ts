import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { featureNames } from '@inference-gitops/service/model/feature-names.js';
import type { Model } from '@inference-gitops/service/model/types.js';
import test, { type ExecutionContext } from 'ava';
import { fixturePath } from './support/fixtures.js';
import { get, post, type RunningService, startService } from './support/service.js';

const IRIS = ['sepal length', 'sepal width', 'petal length', 'petal width'];
const FLOWER = { 'petal width': 0.2, 'sepal length': 5.1, 'sepal width': 3.5, 'petal length': 1.4 };
const IN_ORDER = [5.1, 3.5, 1.4, 0.2];

/** Starts the service with a model whose features have names in its baseline. */
async function startNamed(t: ExecutionContext, environment: Record<string, string> = {}): Promise<RunningService> {
  const path = join(await mkdtemp(join(tmpdir(), 'baseline-')), 'baseline.json');
  writeFileSync(path, JSON.stringify({ features: IRIS.map((name) => ({ name, edges: [1], shares: [0.5, 0.5] })) }));
  const model = { MODEL_PATH: fixturePath('logistic-tensor'), MODEL_BASELINE_PATH: path };
  return startService(t, { ...model, ...environment });
}

test('records by feature name are answered like rows, in any order of their columns', async (t) => {
  const { url } = await startNamed(t);
  const inOrder = await post(`${url}/predict`, { instances: [IN_ORDER] });
  for (const path of ['/predict', '/v1/models/logistic-tensor:predict']) {
    const byName = await post(url + path, { instances: [FLOWER, IN_ORDER] });
    t.is(byName.status, 200, JSON.stringify(byName.body));
    t.deepEqual(byName.body.predictions[0], byName.body.predictions[1]);
  }
  const { body } = await post(`${url}/predict-single`, { features: FLOWER });
  t.deepEqual(body.prediction, inOrder.body.predictions[0].prediction);
  t.deepEqual((await get(`${url}/model`)).body.feature_names, IRIS);
});

const WRONG: readonly (readonly [string, object, RegExp])[] = [
  ['a missing column', { ...FLOWER, 'sepal width': undefined }, /^features\.sepal width is missing$/],
  ['an extra column', { ...FLOWER, id: 7 }, /^features has no column "id"; the columns are sepal length, /],
  ['a text', { ...FLOWER, 'petal length': '1' }, /^features\[2\] must be a finite number.*got the string "1"/],
  ['a list', { ...FLOWER, 'petal length': [1, 2] }, /^features\.petal length must have 1 values, got 2/],
  ['a name that every object has', { ...FLOWER, 'sepal width': undefined, toString: 1 }, /no column "toString"/],
];

for (const [title, features, message] of WRONG) {
  test(`a record with ${title} is refused by name`, async (t) => {
    const { url } = await startNamed(t);
    const { status, body } = await post(`${url}/predict-single`, { features });
    t.is(status, 400);
    t.regex(body.error, message);
  });
}

test('extra columns are ignored with EXTRA_COLUMNS=ignore, missing ones are not', async (t) => {
  const { url } = await startNamed(t, { EXTRA_COLUMNS: 'ignore' });
  t.is((await post(`${url}/predict-single`, { features: { ...FLOWER, id: 7 } })).status, 200);
  t.is((await post(`${url}/predict-single`, { features: { id: 7 } })).status, 400);
  const tensor = { name: 'X', shape: [1, 4], datatype: 'FP32', data: IN_ORDER };
  const extra = { ...tensor, name: 'Y' };
  const v2 = await post(`${url}/v2/models/logistic-tensor/infer`, { inputs: [tensor, extra] });
  t.is(v2.status, 400, 'a model with one input has no columns in v2');
});

test('a model with several inputs ignores extra ones with EXTRA_COLUMNS=ignore, in v2 too', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('named-inputs'), EXTRA_COLUMNS: 'ignore' });
  const record = { age: 40.5, children: 2, city: 'Perth', id: 'x' };
  t.is((await post(`${url}/predict`, { instances: [record] })).status, 200);
  const tensor = (name: string, datatype: string, value: unknown) => ({ name, datatype, shape: [1, 1], data: [value] });
  const inputs = [tensor('age', 'FP32', 40.5), tensor('children', 'INT64', 2), tensor('city', 'BYTES', 'Perth')];
  const extra = tensor('id', 'BYTES', 'x');
  const { status } = await post(`${url}/v2/models/named-inputs/infer`, { inputs: [...inputs, extra] });
  t.is(status, 200);
});

const names = (metadata: Record<string, string>, features: readonly string[] = [], inputs = 1) =>
  featureNames({
    inputs: Array.from({ length: inputs }, () => ({})),
    rowWidth: 2,
    metadata,
    baseline: { golden: [], features: features.map((name) => ({ name })) },
  } as unknown as Model);

test('names come from the metadata before the baseline, and only where each cell has its own', (t) => {
  t.deepEqual(names({ feature_names: '["a","b"]' }, ['c', 'd']), ['a', 'b']);
  t.deepEqual(names({ feature_names: 'a, b' }), ['a', 'b']);
  t.deepEqual(names({ feature_names: '["a"]' }, ['c', 'd']), ['c', 'd']);
  t.deepEqual(names({ feature_names: '["a","a"]' }, ['c', 'd']), ['c', 'd']);
  for (const bad of ['', '["a",1]', '{"a":1}', 'a', 'a,b,c', '7']) t.is(names({ feature_names: bad }), undefined, bad);
  t.is(names({}, ['a']), undefined);
  t.is(names({ feature_names: 'a,b' }, [], 2), undefined);
});
