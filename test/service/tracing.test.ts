import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTracing, type Tracing, wantsTraces } from '@inference-gitops/service/tracing.js';
import test from 'ava';
import { spawnService } from './support/process.js';
import { get, post, ROW } from './support/service.js';

const SETTINGS: readonly (readonly [boolean, Record<string, string>])[] = [
  [false, {}],
  [false, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
  [true, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }],
  [true, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }],
  [true, { OTEL_TRACES_EXPORTER: 'otlp' }],
  [false, { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }],
  [false, { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }],
];

for (const [expected, environment] of SETTINGS) {
  test(`traces are ${expected ? 'on' : 'off'} with ${JSON.stringify(environment)}`, (t) => {
    t.is(wantsTraces(environment), expected);
  });
}

interface Sampled {
  readonly environment: Record<string, string>;
  readonly spans: readonly string[];
}

/** Samplers with the requests that they trace, out of the three of CALLERS. */
const SAMPLERS: readonly Sampled[] = [
  { environment: {}, spans: ['sampled', 'alone'] },
  { environment: { OTEL_TRACES_SAMPLER: 'parentbased_always_on' }, spans: ['sampled', 'alone'] },
  { environment: { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, spans: ['sampled'] },
  { environment: { OTEL_TRACES_SAMPLER: 'always_on' }, spans: ['sampled', 'not sampled', 'alone'] },
  { environment: { OTEL_TRACES_SAMPLER: 'always_off' }, spans: [] },
  { environment: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, spans: [] },
  { environment: { OTEL_TRACES_SAMPLER: 'traceidratio' }, spans: ['sampled', 'not sampled', 'alone'] },
  {
    environment: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
    spans: ['sampled'],
  },
  { environment: { OTEL_TRACES_SAMPLER: 'unknown' }, spans: ['sampled', 'not sampled', 'alone'] },
];

const CALLERS: readonly (readonly [string, string | undefined])[] = [
  ['sampled', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
  ['not sampled', '00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-00'],
  ['alone', undefined],
];

interface Span {
  readonly name: string;
  readonly status: { readonly code?: number };
}

/** Traces with these settings what `use` does, and returns the spans that a collector receives. */
async function spansOf(environment: Record<string, string>, use: (tracing: Tracing) => void): Promise<Span[]> {
  const received: Span[] = [];
  const collector = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      received.push(...JSON.parse(text).resourceSpans[0].scopeSpans[0].spans);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const tracing = await startTracing({ ...environment, OTEL_TRACES_EXPORTER: 'otlp' });
  if (tracing !== undefined) use(tracing);
  await tracing?.stop();
  collector.close();
  return received;
}

const request = { method: 'GET', route: '/x', status: 200, traceparent: undefined, startedAt: 1, endedAt: 2 };

for (const { environment, spans } of SAMPLERS) {
  test.serial(`traced with ${JSON.stringify(environment)}: ${spans.join(', ') || 'nothing'}`, async (t) => {
    const found = await spansOf(environment, ({ onRequest }) => {
      for (const [route, traceparent] of CALLERS) onRequest({ ...request, route, traceparent });
    });
    t.deepEqual(
      found.map(({ name }) => name.replace('GET ', '')),
      [...spans],
    );
  });
}

test.serial('a span is an error from status 500 on', async (t) => {
  const found = await spansOf({}, ({ onRequest }) => {
    for (const status of [499, 500, 503]) onRequest({ ...request, status });
  });
  t.deepEqual(
    found.map(({ status }) => status.code ?? 0),
    [0, 2, 2],
  );
});

test("a span per request reaches the collector before the process ends, under the caller's span", async (t) => {
  const received: string[] = [];
  const collector = createServer((request, response) => {
    request.on('data', (chunk) => received.push(String(chunk)));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  t.teardown(() => collector.close());
  const { port } = collector.address() as AddressInfo;
  const { url, child, exited, output } = await spawnService(t, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_SERVICE_NAME: 'fraud',
    SHUTDOWN_DELAY_SECONDS: '0',
    SHUTDOWN_GRACE_SECONDS: '30',
  });
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await post(`${url}/predict-single`, { features: ROW }, { traceparent });
  await get(`${url}/nowhere`);
  child.kill('SIGTERM');
  t.is(await exited, 0, output());
  const text = received.join('');
  t.regex(text, /"traceId":"0af7651916cd43dd8448eb211c80319c"/);
  t.regex(text, /"parentSpanId":"b7ad6b7169203331"/);
  t.regex(text, /"name":"POST \/predict-single"/);
  t.regex(text, /"name":"GET unknown"/);
  t.regex(text, /"key":"service\.name","value":\{"stringValue":"fraud"\}/);
});
