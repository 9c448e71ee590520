import test from 'ava';
import { fixturePath } from './support/fixtures.js';
import { get, post, ROW, startService } from './support/service.js';

const MODEL = '/v2/models/random-forest';
const row = (data: readonly number[]) => ({ inputs: [{ name: 'features', shape: [1, 20], datatype: 'FP32', data }] });

test('statistics count predictions by every path, their rows, runs and failures', async (t) => {
  const { url } = await startService(t);
  const read = async () => (await get(`${url}${MODEL}/stats`)).body.model_stats[0];
  t.like(await read(), { last_inference: 0, inference_count: 0, execution_count: 0, batch_stats: [] });
  const before = Date.now();
  await post(`${url}/predict-single`, { features: ROW });
  await post(`${url}/predict`, { instances: [ROW, ROW] });
  await post(`${url}${MODEL}/infer`, row(ROW));
  await post(`${url}/v1/models/random-forest:predict`, { instances: [ROW, ROW, ROW] });
  await post(`${url}/predict-single`, { features: [1] });
  await post(`${url}${MODEL}/infer`, {});
  await post(`${url}/v2/repository/index`, {});
  await post(`${url}/nowhere`, {});
  const { last_inference, inference_count, execution_count, inference_stats } = await read();
  t.deepEqual([inference_count, execution_count], [7, 4]);
  t.true(last_inference >= before && last_inference <= Date.now());
  const counts = Object.entries<{ count: number }>(inference_stats).map(([name, { count }]) => [name, count]);
  t.deepEqual(Object.fromEntries(counts), {
    success: 4,
    fail: 2,
    queue: 4,
    compute_input: 4,
    compute_infer: 4,
    compute_output: 4,
    cache_hit: 0,
    cache_miss: 0,
  });
  const { success, compute_infer } = inference_stats;
  t.true(Number.isInteger(success.ns) && success.ns > compute_infer.ns && compute_infer.ns > 1000);
});

test('the configuration names tensors as Triton does', async (t) => {
  const name = 'named-inputs';
  const { url } = await startService(t, { MODEL_PATH: fixturePath(name), MAX_ROWS: '7' });
  const { body } = await get(`${url}/v2/models/${name}/config`);
  t.is(body.max_batch_size, 7);
  t.deepEqual(body.input, [
    { name: 'age', data_type: 'TYPE_FP32', dims: [1] },
    { name: 'children', data_type: 'TYPE_INT64', dims: [1] },
    { name: 'city', data_type: 'TYPE_STRING', dims: [1] },
  ]);
  t.deepEqual(body.output[0], {
    name: 'output_label',
    data_type: 'TYPE_INT64',
    dims: [1],
    reshape: { shape: [] },
  });
});

test('the models are listed with their names and their state', async (t) => {
  const { url } = await startService(t, { MODEL_VERSION: '3' });
  t.deepEqual((await get(`${url}/v2/models`)).body, { models: ['random-forest'] });
  const ready = { name: 'random-forest', version: '3', state: 'READY', reason: '' };
  t.deepEqual((await post(`${url}/v2/repository/index`, '')).body, [ready]);
  t.is((await get(`${url}/v2/models/other/config`)).status, 404);
});
