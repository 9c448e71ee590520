import { createServer, type IncomingMessage } from 'node:http';
import { createRecordWriter } from '@inference-gitops/service/audit/record.js';
import { httpSink, JSON_LINES, type Outcome, stdoutSink } from '@inference-gitops/service/audit/sinks.js';
import type { Model } from '@inference-gitops/service/model/types.js';
import test, { type ExecutionContext } from 'ava';
import { sampleOf } from './support/exposition.js';
import { fixturePath } from './support/fixtures.js';
import { runToEnd, spawnService } from './support/process.js';
import { get, portOf, post, ROW, startService } from './support/service.js';

interface Received {
  readonly type: string | undefined;
  readonly text: string;
}

/** Starts a receiver of records that answers with a status; with 0 it never answers. */
async function startReceiver(t: ExecutionContext, status = 202) {
  const received: Received[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    if (status === 0) return;
    received.push({ type: request.headers['content-type'], text });
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return { received, url: `http://127.0.0.1:${portOf(server)}/records` };
}

const PERSON = { age: 41.5, children: 2, city: 'Köln' };

test('a prediction is recorded with its rows and its answer, by every path', async (t) => {
  const { received, url: sink } = await startReceiver(t);
  const environment = { MODEL_PATH: fixturePath('named-inputs'), AUDIT_SAMPLE_RATE: '1', AUDIT_SINK: sink };
  const service = await startService(t, { ...environment, GZIP_FROM_BYTES: '1' });
  const tensor = (name: string, datatype: string, value: unknown) => ({ name, datatype, shape: [1, 1], data: [value] });
  const inputs = [tensor('age', 'FP32', 41.5), tensor('children', 'INT64', 2), tensor('city', 'BYTES', 'Köln')];
  const plain = await post(`${service.url}/predict`, { instances: [PERSON] }, { 'x-request-id': 'order-17' });
  await post(`${service.url}/predict-single`, { features: PERSON });
  await post(`${service.url}/v1/models/named-inputs:predict`, { instances: [PERSON] });
  const infer = `${service.url}/v2/models/named-inputs/infer`;
  await post(infer, { inputs });
  await fetch(infer, { method: 'POST', body: JSON.stringify({ parameters: { binary_data_output: true }, inputs }) });
  await post(`${service.url}/predict`, { instances: [] });
  await get(`${service.url}/model`);
  await service.stop();
  t.is(received[0]?.type, 'application/x-ndjson');
  const lines = received.flatMap(({ text }) => text.trimEnd().split('\n'));
  const records = lines.map((line) => JSON.parse(line));
  t.deepEqual(
    records.map(({ route }) => route),
    ['/predict', '/predict-single', '/v1/models/:model:predict', ...Array(2).fill('/v2/models/:model/infer')],
  );
  for (const { rows } of records) t.deepEqual(rows, [PERSON]);
  const [{ time, ...first }] = records;
  t.true(Math.abs(Date.parse(time) - Date.now()) < 60_000);
  t.deepEqual(first, {
    event: 'prediction',
    route: '/predict',
    model_name: 'named-inputs',
    model_version: plain.body.model_version,
    request_id: 'order-17',
    rows: [PERSON],
    answer: plain.body,
  });
  t.like(records[4].answer.outputs[0], { name: 'output_label', parameters: { binary_data_size: 8 } });
  const { body } = await get(`${service.url}/metrics`);
  t.is(sampleOf(body, 'audit_records_total{outcome="sent"}'), 5);
});

test('records are CloudEvents where that is asked for, without the fields that are left out', async (t) => {
  const { received, url: sink } = await startReceiver(t);
  const service = await startService(t, {
    MODEL_PATH: fixturePath('named-inputs'),
    AUDIT_SAMPLE_RATE: '1',
    AUDIT_SINK: sink,
    AUDIT_FORMAT: 'cloudevents',
    AUDIT_OMIT: 'city,answer,request_id,traceparent',
  });
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  await post(`${service.url}/predict-single`, { features: PERSON }, { traceparent });
  await service.stop();
  t.is(received[0]?.type, 'application/cloudevents-batch+json');
  const [event, ...others] = JSON.parse(received[0]?.text ?? '');
  t.deepEqual(others, []);
  t.like(event, { specversion: '1.0', source: '/models/named-inputs', datacontenttype: 'application/json' });
  t.regex(event.id, /^[0-9a-f-]{36}$/);
  t.deepEqual(Object.keys(event.data), ['time', 'event', 'route', 'model_name', 'model_version', 'rows']);
  t.deepEqual(event.data.rows, [{ age: 41.5, children: 2 }]);
});

test('a name to leave out that there is not ends the start: what it was meant to hide would be told', async (t) => {
  const environment = { MODEL_PATH: fixturePath('named-inputs'), AUDIT_SAMPLE_RATE: '1', AUDIT_OMIT: 'age,town' };
  const { code, stderr } = await runToEnd(environment);
  t.is(code, 1);
  t.regex(
    stderr,
    /^AUDIT_OMIT: there is no town; it may name request_id, traceparent, rows, answer, and age, children, /,
  );
});

test('rows without names are recorded in order', async (t) => {
  const model = { name: 'm', version: '1', inputs: [{}], rowWidth: 2, metadata: {}, baseline: { features: [] } };
  const write = createRecordWriter(model as unknown as Model, { format: 'json', omit: [] });
  const prediction = { requestId: '1', route: '/predict', traceparent: undefined, answer: '{"a":1}' };
  t.like(JSON.parse(write({ ...prediction, rows: [[1, Number.NaN]] })), { rows: [[1, null]], answer: { a: 1 } });
});

test('nothing is recorded by default, and a share of AUDIT_SAMPLE_RATE otherwise', async (t) => {
  const { received, url: sink } = await startReceiver(t);
  const count = async (environment: Record<string, string>, requests: number): Promise<number> => {
    received.length = 0;
    const service = await startService(t, { AUDIT_SINK: sink, ...environment });
    for (let sent = 0; sent < requests; sent++) await post(`${service.url}/predict-single`, { features: ROW });
    await service.stop();
    return received.reduce((sum, { text }) => sum + text.trimEnd().split('\n').length, 0);
  };
  t.is(await count({}, 3), 0);
  const half = await count({ AUDIT_SAMPLE_RATE: '0.5' }, 300);
  t.true(half > 90 && half < 210, String(half));
});

const counting = () => {
  const counts: Record<Outcome, number> = { sent: 0, dropped: 0, failed: 0 };
  return {
    counts,
    count: (outcome: Outcome, records: number) => {
      counts[outcome] += records;
    },
  };
};

test('a receiver that refuses, redirects or is not there costs its records only', async (t) => {
  for (const status of [500, 302]) {
    const { received, url } = await startReceiver(t, status);
    const { counts, count } = counting();
    const sink = httpSink({ url, timeoutMs: 60_000, batch: JSON_LINES }, count);
    for (let record = 0; record < 250; record++) sink.write('{}');
    await sink.stop();
    t.deepEqual(counts, { sent: 0, dropped: 0, failed: 250 });
    t.deepEqual(
      received.map(({ text }) => text.length / 3),
      [100, 100, 50],
    );
  }
  const { counts, count } = counting();
  const nowhere = httpSink({ url: 'http://127.0.0.1:9/', batch: JSON_LINES }, count);
  nowhere.write('{}');
  await nowhere.stop();
  t.is(counts.failed, 1);
});

test('a receiver that never answers is not waited for', async (t) => {
  const { url } = await startReceiver(t, 0);
  const { counts, count } = counting();
  const sink = httpSink({ url, timeoutMs: 50, batch: JSON_LINES }, count);
  sink.write('{}');
  await sink.stop();
  t.deepEqual(counts, { sent: 0, dropped: 0, failed: 1 });
});

test('what waits for a receiver is bounded, and there is room again when it is sent', async (t) => {
  const { url } = await startReceiver(t);
  const { counts, count } = counting();
  const sink = httpSink({ url, timeoutMs: 60_000, batch: JSON_LINES }, count);
  const record = 'x'.repeat(1024 * 1024);
  for (let written = 0; written < 10; written++) sink.write(record);
  t.is(counts.dropped, 2);
  await sink.stop();
  t.deepEqual(counts, { sent: 8, dropped: 2, failed: 0 });
  sink.write(record);
  t.is(counts.dropped, 2);
});

test('standard output that nobody reads gets no further records', (t) => {
  const lines: string[] = [];
  const output = { writableNeedDrain: false, write: (line: string) => lines.push(line) };
  const { counts, count } = counting();
  const sink = stdoutSink(count, output as never);
  sink.write('{"a":1}');
  output.writableNeedDrain = true;
  sink.write('{"a":2}');
  t.deepEqual(lines, ['{"a":1}\n']);
  t.deepEqual(counts, { sent: 1, dropped: 1, failed: 0 });
});

test('records stand in standard output, and those for a receiver are sent before the end', async (t) => {
  const service = await spawnService(t, { AUDIT_SAMPLE_RATE: '1', LOG_LEVEL: 'info' });
  await post(`${service.url}/predict-single`, { features: ROW });
  while (!service.output().includes('"event":"prediction"')) await new Promise((resolve) => setTimeout(resolve, 20));
  const { received, url } = await startReceiver(t);
  const other = await spawnService(t, { AUDIT_SAMPLE_RATE: '1', AUDIT_SINK: url, SHUTDOWN_DELAY_SECONDS: '0' });
  await post(`${other.url}/predict-single`, { features: ROW });
  other.child.kill('SIGTERM');
  t.is(await other.exited, 0);
  t.is(received.length, 1);
});
