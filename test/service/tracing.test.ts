import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wantsTraces } from '@inference-gitops/service/tracing.js';
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
