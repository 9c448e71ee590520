import { DriftMonitor } from '@inference-gitops/service/metrics/drift.js';
import test, { type ExecutionContext } from 'ava';
import { type FixtureCase, fixturePath, fixtureRows, readFixture, tensorsOf } from './support/fixtures.js';
import { get, post, ROW, type RunningService, startService } from './support/service.js';

/** Models whose makers understand missing values, with rows that have some. */
const MODELS = ['xgboost-missing', 'histogram-boosting-missing', 'imputer-missing'];

const start = (t: ExecutionContext, name: string): Promise<RunningService> =>
  startService(t, { MODEL_PATH: fixturePath(name) });

const missingOf = (name: string): FixtureCase => {
  const { missing } = readFixture(name);
  if (missing === undefined) throw new Error(`${name} has no rows with missing values`);
  return missing;
};

const rowsOf = (name: string): (number | null)[][] => fixtureRows(missingOf(name)) as (number | null)[][];

for (const name of MODELS) {
  test(`${name}: null and NaN in JSON, and NaN as bytes, are the same missing value`, async (t) => {
    const { url } = await start(t, name);
    const rows = rowsOf(name);
    t.true(rows.flat().includes(null), 'the rows have missing values');
    const { body } = await get(`${url}/model`);
    const [input] = body.inputs;
    t.deepEqual(body.missing_values, [input.name]);
    const shape = [rows.length, ...input.shape.slice(1)];
    const tensor = { name: input.name, shape, datatype: 'FP32' };
    const path = `${url}/v2/models/${name}/infer`;
    const byNull = await post(path, { inputs: [{ ...tensor, data: rows.flat() }] });
    t.is(byNull.status, 200, JSON.stringify(byNull.body));
    for (const [index, expected] of tensorsOf(missingOf(name)).entries()) {
      const { data } = byNull.body.outputs[index];
      expected.data.forEach((value, at) => {
        t.true(Math.abs(data[at] - Number(value)) < 1e-5, `${expected.name}[${at}]: ${data[at]}, not ${value}`);
      });
    }

    const withNaN = JSON.stringify({ inputs: [{ ...tensor, data: rows.flat() }] }).replaceAll('null', 'NaN');
    t.deepEqual((await post(path, withNaN)).body, byNull.body);

    const bytes = Buffer.from(Float32Array.from(rows.flat(), (cell) => cell ?? Number.NaN).buffer);
    const head = JSON.stringify({ inputs: [{ ...tensor, parameters: { binary_data_size: bytes.length } }] });
    const binary = await fetch(path, {
      method: 'POST',
      body: Buffer.concat([Buffer.from(head), bytes]),
      headers: { 'inference-header-content-length': String(head.length) },
    });
    t.deepEqual(await binary.json(), byNull.body);

    const instances = await post(`${url}/predict`, { instances: rows });
    t.is(instances.status, 200);
    const zeros = await post(`${url}/predict`, { instances: rows.map((row) => row.map((cell) => cell ?? 0)) });
    t.notDeepEqual(instances.body.predictions, zeros.body.predictions, 'a missing value is no zero');
  });
}

test('the description says where null may stand', async (t) => {
  const rowOf = async (service: RunningService) => {
    const { Row } = (await get(`${service.url}/openapi.json`)).body.components.schemas;
    return (Row.anyOf?.[1] ?? Row).items.type;
  };
  t.deepEqual(await rowOf(await start(t, 'xgboost-missing')), ['number', 'null']);
  t.is(await rowOf(await startService(t)), 'number');
});

test('a model that takes no missing values answers null and NaN with 400', async (t) => {
  const { url } = await startService(t);
  t.deepEqual((await get(`${url}/model`)).body.missing_values, []);
  const row = `[${ROW.slice(1)},null]`;
  for (const features of [row, row.replace('null', 'NaN')]) {
    const { status, body } = await post(`${url}/predict-single`, `{"features":${features}}`);
    t.is(status, 400);
    t.regex(body.error, /^features\[19\] must be a finite number within the range of 32-bit floats, got null$/);
  }
});

test('a text for a missing value is refused with the way to write one', async (t) => {
  const { url } = await start(t, 'xgboost-missing');
  const [row] = rowsOf('xgboost-missing') as [(number | null)[]];
  for (const cell of ['', 'NaN', 'null', true]) {
    const { status, body } = await post(`${url}/predict-single`, { features: [cell, ...row.slice(1)] });
    t.is(status, 400);
    t.regex(body.error, /^features\[0\] must be a finite number.*, or null for a missing value, got /);
  }
});

test('NaN in a text stays as it is', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('strings-ignore-unknown') });
  const { status, body } = await post(`${url}/predict-single`, '{"features":["a NaN \\" NaN"],"x":NaN}');
  t.is(status, 400);
  t.regex(body.error, /unknown field "x"/);
  t.is((await post(`${url}/predict-single`, '{"features":[NaN]}')).status, 400);
  t.is((await post(`${url}/predict-single`, '{"features":[NaN]]}')).status, 400);
});

test('missing values are no values of a feature whose drift is watched', (t) => {
  const monitor = new DriftMonitor([{ name: 'age', edges: [0], shares: [0.5, 0.5] }]);
  const rows = Array.from({ length: 400 }, (_, index) => [[Number.NaN, -1, 1, Number.NaN][index % 4] as number]);
  monitor.observe(rows);
  t.deepEqual(monitor.indices(), [{ feature: 'age', index: 0 }]);
  const mostlyMissing = new DriftMonitor([{ name: 'age', edges: [0], shares: [0.5, 0.5] }]);
  mostlyMissing.observe(rows.map(([value], index) => [index < 300 ? Number.NaN : (value as number)]));
  t.deepEqual(mostlyMissing.indices(), [], 'too few values tell nothing');
});
