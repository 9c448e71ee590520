import { readConfig } from '@inference-gitops/service/config.js';
import { findModel } from '@inference-gitops/service/find-model.js';
import { loadModel } from '@inference-gitops/service/model/load.js';
import { InferenceSession, Tensor } from '@inference-gitops/service/model/onnx-runtime.js';
import test, { type ExecutionContext } from 'ava';
import {
  type FixtureOutput,
  fixtureNames,
  fixturePath,
  fixtureRows,
  readFixture,
  tensorsOf,
} from './support/fixtures.js';
import { LOAD_OPTIONS } from './support/graphs.js';
import { get, post, startService, waveCell } from './support/service.js';

/** The settings that a model needs besides its file. */
const SETTINGS: Readonly<Record<string, Record<string, string>>> = {
  'nothing-declared': { FEATURE_COUNT: '3' },
  tokens: { AXIS_SIZES: 'sequence=10' },
};
const DATATYPES: Readonly<Record<string, string>> = {
  'tensor(float)': 'FP32',
  'tensor(double)': 'FP64',
  'tensor(float16)': 'FP16',
  'tensor(int64)': 'INT64',
  'tensor(bool)': 'BOOL',
  'tensor(string)': 'BYTES',
};

for (const name of fixtureNames) {
  test(`${name} answers over V2 as the Python runtime does`, async (t) => {
    const { url } = await startService(t, { MODEL_PATH: fixturePath(name), ...SETTINGS[name] });
    const fixture = readFixture(name);
    const inputs = fixture.inputs.map(({ type, data, ...rest }) => ({
      ...rest,
      datatype: DATATYPES[type],
      data: type === 'tensor(int64)' ? data.map(Number) : data,
    }));
    const { status, body } = await post(`${url}/v2/models/${name}/infer`, { inputs });
    t.is(status, 200, JSON.stringify(body));
    const tensors = tensorsOf(fixture);
    t.deepEqual(
      body.outputs.map((output: { name: string }) => output.name),
      tensors.map((output) => output.name),
    );
    for (const [index, expected] of tensors.entries()) sameTensor(t, body.outputs[index], expected);
  });

  test(`${name} answers rows over /predict as the Python runtime does`, async (t) => {
    const { url } = await startService(t, { MODEL_PATH: fixturePath(name), ...SETTINGS[name] });
    const fixture = readFixture(name);
    const instances = fixtureRows(fixture);
    const { status, body } = await post(`${url}/predict`, { instances });
    t.is(status, 200, JSON.stringify(body));
    t.is(body.predictions.length, instances.length);
    const single = await post(`${url}/predict-single`, { features: instances[0] });
    const { model_name, model_version, ...alone } = single.body;
    t.deepEqual([model_name, model_version], [name, body.model_version]);
    t.deepEqual(alone, body.predictions[0]);
    const [first] = tensorsOf(fixture);
    const isClassifier = first !== undefined && tensorsOf(fixture).length === 2;
    if (!isClassifier) return;
    const labels = first.data.map((label) => sent(label));
    if (labels.length === instances.length) {
      t.deepEqual(
        body.predictions.map((row: { prediction: unknown }) => row.prediction),
        labels,
      );
    }
  });
}

/** Returns a label as it is in JSON: int64 as a number while that is exact. */
function sent(label: string | number | boolean): unknown {
  return typeof label === 'string' && Number.isSafeInteger(Number(label)) ? Number(label) : label;
}

function sameTensor(t: ExecutionContext, actual: { shape: number[]; data: unknown[] }, expected: FixtureOutput): void {
  t.deepEqual(actual.shape, [...expected.shape]);
  t.is(actual.data.length, expected.data.length);
  expected.data.forEach((value, index) => {
    const got = actual.data[index];
    if (typeof value === 'number')
      t.true(
        Math.abs(Number(got) - value) <= 1e-5 * Math.max(1, Math.abs(value)),
        `${expected.name}[${index}]: ${got}, not ${value}`,
      );
    else t.deepEqual(got, sent(value));
  });
}

for (const name of fixtureNames.filter((fixture) => readFixture(fixture).missing !== undefined)) {
  test(`${name} answers missing values as the Python runtime does`, async (t) => {
    const model = await loadModel(await findModel(readConfig({ MODEL_PATH: fixturePath(name) })), LOAD_OPTIONS);
    t.true(model.inputs[0]?.understandsMissing);
    const missing = readFixture(name).missing ?? t.fail();
    const rows = fixtureRows(missing).map((row) => row.map((cell) => cell ?? Number.NaN));
    const outputs = await model.run(rows);
    tensorsOf(missing).forEach((expected, index) => {
      const data = Array.from(outputs[index] as ArrayLike<unknown>, (value) =>
        typeof value === 'bigint' ? Number(value) : value,
      );
      sameTensor(t, { shape: [...expected.shape], data }, expected);
    });
  });
}

for (const [name, kind, classes] of [
  ['kmeans', 'distances', ['0', '1', '2', '3']],
  ['logistic-raw-scores', 'scores', ['0', '1', '2']],
  ['linear-svc', 'scores', ['0', '1', '2']],
] as const) {
  test(`${name} gives its table as ${kind}`, async (t) => {
    const { url } = await startService(t, { MODEL_PATH: fixturePath(name) });
    const { body } = await post(`${url}/predict-single`, { features: fixtureRows(readFixture(name))[0] });
    t.is(body.probabilities, undefined);
    t.deepEqual(Object.keys(body[kind]), [...classes]);
  });
}

test('requests of rows that depend on each other run whole, and those too long for a run are refused', async (t) => {
  for (const name of ['batch-dependent', 'dynamic-int8']) {
    const { url } = await startService(t, { MODEL_PATH: fixturePath(name), MAX_ROWS: '600', MAX_BATCH_ROWS: '100' });
    const width = readFixture(name).inputs[0]?.shape[1] ?? 0;
    const rows = Array.from({ length: 601 }, (_, row) =>
      Array.from({ length: width }, (_, column) => waveCell(row, column)),
    );
    const instances = rows.slice(1);
    const { body } = await post(`${url}/predict`, { instances });
    const session = await InferenceSession.create(fixturePath(name), { intraOpNumThreads: 1 });
    const cells = new Tensor('float32', Float32Array.from(instances.flat()), [600, width]);
    const [expected] = Object.values(await session.run({ x: cells }));
    t.deepEqual(
      body.predictions.flatMap(({ prediction }: { prediction: number[] }) => prediction),
      Array.from(expected?.data as Float32Array),
    );
    t.is((await post(`${url}/predict`, { instances: rows })).status, 413);
    const { body: card } = await get(`${url}/model`);
    t.is(card.batching, 'per request');
    t.regex(card.warnings.join(), /a row's answer depends on the other rows of its batch/);
  }
});

test('a row without an answer is named, and the others are answered', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('logarithm') });
  const bad = [1, -1, 1];
  const mixed = await post(`${url}/predict`, { instances: [[1, 1, 1], bad, [1, 1, 1]] });
  t.is(mixed.status, 200);
  t.deepEqual(mixed.body.predictions[0], { prediction: [0, 0, 0] });
  t.is(mixed.body.predictions[1].prediction, null);
  t.regex(mixed.body.predictions[1].error, /^instances\[1\]: the model's answer in output 'y', column 1, is NaN/);
  t.deepEqual(mixed.body.predictions[2], { prediction: [0, 0, 0] });
  const second = await post(`${url}/predict`, { instances: [bad, [1, 1, 1]] });
  t.deepEqual(second.body.predictions[1], { prediction: [0, 0, 0] });
  const failing = await post(`${url}/predict`, { instances: [bad, bad] });
  t.is(failing.status, 422);
  t.like(failing.body, { field: 'instances[0]', index: 0 });
  t.regex(failing.body.error, /^instances\[0\]: .* column 1, is NaN/);
  t.is((await post(`${url}/predict-single`, { features: bad })).status, 422);
});

test('over V2 a row without an answer is null, and the parameters name it', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('logarithm') });
  const ask = (...data: number[]) =>
    post(`${url}/v2/models/logarithm/infer`, {
      inputs: [{ name: 'x', shape: [data.length / 3, 3], datatype: 'FP32', data }],
    });
  const { status, body } = await ask(1, 1, 1, 1, -1, 1);
  t.is(status, 200);
  t.deepEqual(body.outputs, [
    {
      name: 'y',
      shape: [2, 3],
      datatype: 'FP32',
      parameters: { rows_without_answer: '1' },
      data: [0, 0, 0, null, null, null],
    },
  ]);
  t.is((await ask(1, -1, 1)).status, 422);
});

const CLASSES: readonly (readonly [string, readonly string[]])[] = [
  ['forest-zipmap', ['0', '1', '2']],
  ['forest-string-labels', ['setosa', 'versi "color"', 'virginica']],
  ['logistic-huge-labels', ['-9007199254740993', '9007199254740993', '9223372036854775807']],
  ['logistic-tensor', ['0', '1', '2']],
  ['logistic-float64', ['0', '1']],
  ['mlp', ['0', '1', '2']],
  ['naive-bayes', ['setosa', 'versi "color"', 'virginica']],
  ['neighbours', ['0', '1', '2']],
  ['svc', ['0', '1', '2']],
  ['named-inputs', ['0', '1']],
  ['xgboost', ['0', '1', '2']],
  ['lightgbm', ['0', '1']],
];

for (const [name, classes] of CLASSES) {
  test(`${name} gives its probabilities by class`, async (t) => {
    const { url } = await startService(t, { MODEL_PATH: fixturePath(name) });
    const fixture = readFixture(name);
    const { body } = await post(`${url}/predict`, { instances: fixtureRows(fixture) });
    const table = tensorsOf(fixture)[1] as FixtureOutput;
    body.predictions.forEach((row: { probabilities: Record<string, number> }, index: number) => {
      t.deepEqual(Object.keys(row.probabilities).sort(), [...classes].sort());
      const data = classes.map((label) => row.probabilities[label]);
      const expected = table.data.slice(index * classes.length, (index + 1) * classes.length);
      sameTensor(t, { shape: [classes.length], data }, { name, shape: [classes.length], data: expected });
    });
  });
}
