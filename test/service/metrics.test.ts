import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DriftMonitor, stabilityIndex } from '@inference-gitops/service/metrics/drift.js';
import { createMetrics } from '@inference-gitops/service/metrics/metrics.js';
import { Tally } from '@inference-gitops/service/metrics/tally.js';
import type { Model, Row } from '@inference-gitops/service/model/types.js';
import test from 'ava';
import { sampleOf, seriesNames } from './support/exposition.js';
import { fixturePath } from './support/fixtures.js';
import { get, post, ROW, type RunningService, startService, waveCell } from './support/service.js';

const scrape = async ({ url }: RunningService): Promise<string> => (await get(`${url}/metrics`)).body;

/** The names that dashboards and alerts read: a change breaks those. */
const INTERFACE = [
  'http_request_duration_seconds_bucket',
  'inference_duration_seconds_bucket',
  'inference_batch_size_bucket',
  'inference_queue_depth',
  'inference_queue_wait_seconds_bucket',
  'inference_rejected_total',
  'inference_predictions_total',
  'model_info',
  'model_ready',
  'nodejs_eventloop_lag_seconds',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
];

test('the series that dashboards and alerts read are there', async (t) => {
  const service = await startService(t);
  await post(`${service.url}/predict-single`, { features: ROW });
  const names = seriesNames(await scrape(service));
  for (const name of INTERFACE) t.true(names.has(name), name);
});

test('requests are counted by route, method and status', async (t) => {
  const service = await startService(t);
  await post(`${service.url}/predict-single`, { features: ROW });
  await post(`${service.url}/predict-single?express`, { features: ROW });
  await post(`${service.url}/predict-single`, {});
  const text = await scrape(service);
  const count = (status: number) =>
    sampleOf(
      text,
      `http_request_duration_seconds_count{method="POST",route="/predict-single",status_code="${status}"}`,
    );
  t.is(count(200), 2);
  t.is(count(400), 1);
});

test('paths, methods and model names that clients make up share one series each', async (t) => {
  const service = await startService(t);
  for (let index = 0; index < 30; index++) {
    await get(`${service.url}/made-up/${index}`);
    await get(`${service.url}/v2/models/made-up-${index}`);
    await fetch(`${service.url}/health`, { method: 'PROPFIND' });
  }
  const text = await scrape(service);
  t.notRegex(text, /made-up/);
  t.is(sampleOf(text, 'http_request_duration_seconds_count{method="GET",route="unknown",status_code="404"}'), 30);
  t.is(
    sampleOf(text, 'http_request_duration_seconds_count{method="GET",route="/v2/models/:model",status_code="404"}'),
    30,
  );
  t.is(sampleOf(text, 'http_request_duration_seconds_count{method="other",route="/health",status_code="405"}'), 30);
});

test('each method has its label, those that clients make up share one', async (t) => {
  const service = await startService(t);
  const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  for (const method of [...known, 'PROPFIND', 'SEARCH']) await fetch(`${service.url}/nowhere`, { method });
  const text = await scrape(service);
  const series = (method: string) =>
    `http_request_duration_seconds_count{method="${method}",route="unknown",status_code="404"}`;
  t.deepEqual(
    known.map((method) => sampleOf(text, series(method))),
    known.map(() => 1),
  );
  t.is(sampleOf(text, series('other')), 2);
});

test('every reason of a rejection is 0 before the first', async (t) => {
  const text = await scrape(await startService(t));
  const found = Array.from(text.matchAll(/^inference_rejected_total\{reason="(\w+)"\} 0$/gm), ([, reason]) => reason);
  t.deepEqual(found.sort(), ['client_gone', 'queue_full', 'too_many_bytes', 'too_many_connections', 'unauthorized']);
});

test("prom-client's gauges that are named like counters are left out", async (t) => {
  const names = [...seriesNames(await scrape(await startService(t)))];
  t.deepEqual(
    names.filter((name) => /^nodejs_active_\w+_total$/.test(name)),
    [],
  );
});

interface Predicted {
  readonly labels?: readonly string[];
  readonly answers: readonly bigint[];
}

const classifier = (labels?: readonly string[]): Model =>
  ({
    metadata: {},
    baseline: { features: [] },
    roles: { prediction: 0, labels },
    outputs: [{ width: 1, type: { name: 'int64' } }],
  }) as unknown as Model;

/** Counts predictions of a classifier and returns the text of its series. */
async function countClasses({ labels, answers }: Predicted): Promise<string> {
  const metrics = createMetrics(classifier(labels));
  metrics.batches.onAnswers(
    answers.map(() => []),
    [answers],
  );
  return metrics.registry.metrics();
}

const numbers = (count: number): bigint[] => Array.from({ length: count }, (_, index) => BigInt(index));
const classesIn = (text: string): string[] =>
  Array.from(text.matchAll(/^inference_predictions_total\{class="(\w+)"\}/gm), ([, label]) => label ?? '');

test('50 classes have a series each, whichever way they become known, and further ones share one', async (t) => {
  const declared = { labels: numbers(60).map(String), answers: [0n, 49n, 50n, 59n] };
  for (const predicted of [declared, { answers: [...numbers(50), 0n, 49n, 50n, 59n] }]) {
    const text = await countClasses(predicted);
    t.deepEqual(classesIn(text), [...numbers(50).map(String), 'other']);
    t.is(sampleOf(text, 'inference_predictions_total{class="other"}'), 2);
    const once = predicted === declared ? 1 : 2;
    t.is(sampleOf(text, 'inference_predictions_total{class="49"}'), once);
  }
  t.deepEqual(classesIn(await countClasses({ answers: numbers(50) })), numbers(50).map(String));
});

test('a value that is the bound of a bucket is in it', async (t) => {
  const { registry } = createMetrics(classifier());
  const series = new Tally({ name: 'x', help: 'x', buckets: [1, 2] }, registry).series({});
  for (const value of [1, 1.5, 2, 3]) series.observe(value);
  const text = await registry.metrics();
  const buckets = ['1', '2', '+Inf'].map((bound) => sampleOf(text, `x_bucket{le="${bound}"}`));
  t.deepEqual(buckets, [1, 3, 4]);
  t.deepEqual([sampleOf(text, 'x_sum'), sampleOf(text, 'x_count')], [7.5, 4]);
});

const FEATURE = { name: 'x', edges: [0], shares: [0.5, 0.5] };
const batch = (count: number, value: number): Row[] => Array.from({ length: count }, () => [value]);

test('drift is told from 200 rows on', (t) => {
  const drift = new DriftMonitor([FEATURE]);
  drift.observe(batch(199, 1));
  t.deepEqual(drift.indices(), []);
  drift.observe(batch(1, -1));
  t.is(drift.indices()[0]?.feature, 'x');
});

test('drift is of the last 10,000 to 20,000 rows', (t) => {
  const drift = new DriftMonitor([FEATURE]);
  const index = () => drift.indices()[0]?.index ?? -1;
  drift.observe(batch(5_000, 1));
  drift.observe(batch(5_000, -1));
  t.is(index(), 0);
  drift.observe(batch(10_000, 1));
  const threeQuarters = stabilityIndex([0.5, 0.5], [0.25, 0.75]);
  t.is(index().toFixed(6), threeQuarters.toFixed(6), 'the rows before still count');
  drift.observe(batch(1, 1));
  t.is(index().toFixed(6), stabilityIndex([0.5, 0.5], [0, 1]).toFixed(6), 'the first 10,000 rows are forgotten');
});

test('the index of a bin without rows is finite', (t) => {
  t.is(stabilityIndex([1, 0], [1, 0]), 0);
  const expected = 0.5 * Math.log(2) + (1e-4 - 0.5) * Math.log(2e-4);
  t.is(stabilityIndex([0.5, 0.5], [1, 0]).toFixed(6), expected.toFixed(6));
});

test('predictions are counted by class, a class that was never predicted as 0', async (t) => {
  const service = await startService(t, { MODEL_PATH: fixturePath('forest-string-labels') });
  await post(`${service.url}/predict`, {
    instances: [
      [5.1, 3.5, 1.4, 0.2],
      [5, 3.4, 1.5, 0.2],
    ],
  });
  const text = await scrape(service);
  t.is(sampleOf(text, 'inference_predictions_total{class="setosa"}'), 2);
  t.is(sampleOf(text, 'inference_predictions_total{class="virginica"}'), 0);
  t.is(sampleOf(text, 'inference_predictions_total{class="versi \\"color\\""}'), 0);
});

test("a regressor's predictions are counted together", async (t) => {
  const service = await startService(t, { MODEL_PATH: fixturePath('regressor') });
  await post(`${service.url}/predict-single`, { features: Array.from({ length: 10 }, () => 0.1) });
  t.is(sampleOf(await scrape(service), 'inference_predictions_total{class="value"}'), 1);
});

test('model_info tells the seed, the trees and the digest of the model that answers', async (t) => {
  const service = await startService(t, { RANDOM_STATE: '7', N_ESTIMATORS: '3' });
  const { version, sha256 } = (await get(`${service.url}/model`)).body;
  const labels = `name="random-forest",version="${version}",sha256="${sha256}",random_state="7",n_estimators="3"`;
  t.is(sampleOf(await scrape(service), `model_info{${labels}}`), 1);
});

test('model_ready falls when draining starts', async (t) => {
  const service = await startService(t);
  t.is(sampleOf(await scrape(service), 'model_ready'), 1);
  service.startDraining();
  t.is(sampleOf(await scrape(service), 'model_ready'), 0);
  t.is((await get(`${service.url}/readyz`)).status, 503);
});

test('the stability index of a feature rises when its values change; those of other features stay', async (t) => {
  const service = await startService(t);
  const rowsOf = (shift: number) =>
    Array.from({ length: 500 }, (_, row) =>
      ROW.map((_, column) => waveCell(row, column) + (column === 13 ? shift : 0)),
    );
  await post(`${service.url}/predict`, { instances: rowsOf(0) });
  const index = (text: string, feature: number) =>
    sampleOf(text, `feature_population_stability_index{feature="feature_${feature}"}`);
  const before = await scrape(service);
  await post(`${service.url}/predict`, { instances: rowsOf(5) });
  const after = await scrape(service);
  t.true((index(after, 13) ?? 0) > (index(before, 13) ?? 0) + 1);
  t.is(index(after, 15)?.toFixed(9), index(before, 15)?.toFixed(9));
});

test('a model that brings a baseline is watched for drift and tested by its known rows', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'baseline-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'baseline.json');
  const baseline = (prediction: number) => ({
    features: [{ name: 'sepal_length', edges: [5, 6], shares: [0.3, 0.4, 0.3] }],
    golden: [{ features: [5.1, 3.5, 1.4, 0.2], prediction }],
  });
  const settings = { MODEL_PATH: fixturePath('forest-zipmap'), MODEL_BASELINE_PATH: path };
  await writeFile(path, JSON.stringify(baseline(0)));
  const service = await startService(t, settings);
  await post(`${service.url}/predict`, { instances: Array.from({ length: 300 }, () => [5.5, 3, 1, 1]) });
  t.true((sampleOf(await scrape(service), 'feature_population_stability_index{feature="sepal_length"}') ?? 0) > 1);
  await writeFile(path, JSON.stringify(baseline(2)));
  await t.throwsAsync(startService(t, settings), { message: 'the model answers known row 0 wrongly: 0 instead of 2' });
  await writeFile(path, '{"features":[{"name":"x","edges":[2,1],"shares":[1]}]}');
  await t.throwsAsync(startService(t, settings), {
    message: /is not a baseline:[\s\S]*shares must be one more than edges[\s\S]*edges must ascend/,
  });
});
