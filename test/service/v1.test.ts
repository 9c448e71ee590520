import test from 'ava';
import { fixturePath } from './support/fixtures.js';
import { get, post, ROW, startService } from './support/service.js';

const MODEL = '/v1/models/random-forest';

test("KServe's first protocol answers bare predictions, and ignores further fields", async (t) => {
  const { url } = await startService(t);
  const { predictions } = (await post(`${url}/predict`, { instances: [ROW, ROW.map(() => 0)] })).body;
  for (const body of [
    { instances: [ROW, ROW.map(() => 0)], signature_name: 'x' },
    { inputs: [ROW, ROW.map(() => 0)] },
  ]) {
    const answer = await post(`${url}${MODEL}:predict`, body);
    t.is(answer.status, 200);
    t.deepEqual(answer.body, { predictions: predictions.map((row: { prediction: number }) => row.prediction) });
  }
});

test('a model without one prediction answers an object by output name', async (t) => {
  const name = 'logistic-columns';
  const { url } = await startService(t, { MODEL_PATH: fixturePath(name) });
  const { body } = await post(`${url}/v1/models/${name}:predict`, { instances: [[5.1, 3.5, 1.4, 0.2]] });
  const [row] = (await post(`${url}/predict`, { instances: [[5.1, 3.5, 1.4, 0.2]] })).body.predictions;
  t.deepEqual(body.predictions, [row.prediction]);
});

test('a row whose answer is not finite fails the request by its index', async (t) => {
  const { url } = await startService(t, { MODEL_PATH: fixturePath('logarithm') });
  const rows = [
    [1, 1, 1],
    [1, 0, 1],
  ];
  const { status, body } = await post(`${url}/v1/models/logarithm:predict`, { instances: rows });
  t.is(status, 422);
  t.like(body, { field: 'instances[1]', index: 1 });
  t.regex(body.error, /^instances\[1\]: the model's answer in output 'y', column 1, is -Infinity/);
});

test('states are those that KServe tells', async (t) => {
  const { url, startDraining } = await startService(t);
  t.deepEqual((await get(`${url}/`)).body, { status: 'alive' });
  t.deepEqual((await get(`${url}/v1/models`)).body, { models: ['random-forest'] });
  t.deepEqual((await get(`${url}${MODEL}`)).body, { name: 'random-forest', ready: true });
  startDraining();
  const draining = await get(`${url}${MODEL}`);
  t.is(draining.status, 503);
  t.deepEqual(draining.body, { name: 'random-forest', ready: false });
  t.like((await post(`${url}/v2/repository/index`, {})).body[0], { state: 'UNAVAILABLE' });
});

const REFUSED: readonly (readonly [string, unknown, number, RegExp])[] = [
  [`${MODEL}:predict`, [], 400, /the body must be an object with the field instances, got an array/],
  [`${MODEL}:predict`, {}, 400, /instances must be an array of rows, got nothing/],
  [`${MODEL}:predict`, { inputs: 7 }, 400, /inputs must be an array of rows, got 7/],
  [`${MODEL}:predict`, { instances: [[1]] }, 400, /instances\[0\] must have 20 values, got 1/],
  ['/v1/models/other:predict', { instances: [ROW] }, 404, /there is no such model/],
  [`${MODEL}:explain`, { instances: [ROW] }, 405, /this path takes GET, HEAD/],
  [MODEL, { instances: [ROW] }, 405, /this path takes GET, HEAD/],
];

for (const [path, body, status, message] of REFUSED) {
  test(`POST ${path} of ${JSON.stringify(body).slice(0, 40)} is answered with ${status}`, async (t) => {
    const { url } = await startService(t);
    const answer = await post(url + path, body);
    t.is(answer.status, status);
    t.regex(answer.body.error, message);
  });
}

test('the route of a prediction stands in metrics without an escape', async (t) => {
  const { url } = await startService(t);
  await post(`${url}${MODEL}:predict`, { instances: [ROW] });
  await get(`${url}${MODEL}:predict`);
  const { body } = await get(`${url}/metrics`);
  t.regex(body, /method="POST",route="\/v1\/models\/:model:predict",status_code="200"/);
  t.regex(body, /method="GET",route="\/v1\/models\/:model:predict",status_code="405"/);
});
