import test, { type ExecutionContext } from 'ava';
import {
  type FixtureOutput,
  fixtureNames,
  fixturePath,
  fixtureRows,
  readFixture,
  tensorsOf,
} from './support/fixtures.js';
import { post, startService } from './support/service.js';

/** The settings that a model needs besides its file. */
const SETTINGS: Readonly<Record<string, Record<string, string>>> = { 'nothing-declared': { FEATURE_COUNT: '3' } };
const DATATYPES: Readonly<Record<string, string>> = {
  'tensor(float)': 'FP32',
  'tensor(double)': 'FP64',
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
