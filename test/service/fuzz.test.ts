import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import test from 'ava';
import fc from 'fast-check';
import { post, ROW, startService } from './support/service.js';

const PATHS = [
  '/predict-single',
  '/predict',
  '/v2/models/random-forest/infer',
  '/health',
  '/metrics',
  '/v2',
  '/model',
  '/docs',
];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'];
const RUNS = 8000;
const RAW_RUNS = 2000;

const cell = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(null, true, '1', 1e308, {}, []), fc.string());
const row = fc.oneof(
  fc.array(cell, { maxLength: 22 }),
  fc.array(fc.double({ noNaN: true }), { minLength: 20, maxLength: 20 }),
);
const tensor = fc.record(
  {
    name: fc.constantFrom('features', 'x', '__proto__'),
    shape: fc.oneof(fc.constant([1, 20]), fc.array(fc.oneof(fc.integer(), fc.constant(1e300)), { maxLength: 4 })),
    datatype: fc.constantFrom('FP32', 'FP64', 'BYTES', ''),
    data: fc.oneof(row, fc.array(row, { maxLength: 3 }), cell),
    parameters: fc.anything(),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.record({ features: row }),
  fc.record({ instances: fc.array(row, { maxLength: 5 }) }),
  fc.record(
    { inputs: fc.array(tensor, { maxLength: 3 }), outputs: fc.anything(), id: fc.anything() },
    { requiredKeys: ['inputs'] },
  ),
  fc.anything(),
);
const text = fc.oneof(
  body.map((value) => JSON.stringify(value) ?? ''),
  fc.string({ unit: 'binary' }),
  fc.json().chain((json) => fc.nat(json.length).map((end) => json.slice(0, end))),
);
const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});
const message = fc.record({
  method: fc.constantFrom(...METHODS),
  path: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PATHS) }, { weight: 1, arbitrary: fc.webPath() }),
  query: fc.oneof(
    fc.constant(''),
    fc.webQueryParameters().map((query) => `?${query}`),
  ),
  type: fc.oneof({ weight: 4, arbitrary: fc.constant('application/json') }, { weight: 1, arbitrary: headerText }),
  extra: fc.dictionary(
    fc.constantFrom('x-request-id', 'traceparent', 'authorization', 'accept', 'content-encoding', 'x-api-key'),
    headerText,
  ),
  text,
});

test(`${RUNS} fuzzed requests: no 5xx, no crash, no hang`, async (t) => {
  const { port, url } = await startService(t, { N_ESTIMATORS: '2' });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  t.teardown(() => agent.destroy());
  const send = (value: typeof message extends fc.Arbitrary<infer M> ? M : never): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { ...value.extra, 'content-type': value.type, 'content-length': Buffer.byteLength(value.text) };
      const path = (value.path || '/') + value.query;
      const sent = request(
        { port, host: '127.0.0.1', agent, method: value.method, path, headers, timeout: 20_000 },
        (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on('timeout', () => reject(new Error('hangs')));
      sent.on('error', reject);
      sent.end(value.text);
    });
  await fc.assert(
    fc.asyncProperty(message, async (value) => {
      const status = await send(value);
      return status >= 200 && status < 500;
    }),
    { numRuns: RUNS },
  );
  t.is((await post(`${url}/predict-single`, { features: ROW })).status, 200);
});

const line = fc.oneof(
  fc.constantFrom(
    'POST /predict-single HTTP/1.1',
    'GET / HTTP/1.1',
    'host: x',
    'content-length: 3',
    'transfer-encoding: chunked',
  ),
  fc.constantFrom(
    'connection: upgrade',
    'upgrade: websocket',
    'expect: 100-continue',
    'content-type: application/json',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

test(`${RAW_RUNS} fuzzed sockets: an answer that is no 5xx, or a closed connection`, async (t) => {
  const { port, url } = await startService(t, { N_ESTIMATORS: '2' });
  const talk = (bytes: string): Promise<string> =>
    new Promise((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(answer));
    });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
      const answer = await talk(`${lines.join('\r\n')}\r\n\r\n`);
      return !/HTTP\/1\.1 5\d\d/.test(answer);
    }),
    { numRuns: RAW_RUNS },
  );
  t.is((await post(`${url}/predict-single`, { features: ROW })).status, 200);
});
