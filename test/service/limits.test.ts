import { connect, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { sampleOf } from './support/exposition.js';
import { get, post, ROW, type RunningService, startService } from './support/service.js';

const rows = (count: number): (typeof ROW)[] => Array.from({ length: count }, () => ROW);

const MANY: readonly (readonly [string, (count: number) => unknown, string])[] = [
  ['/predict', (count) => ({ instances: rows(count) }), 'predictions'],
  [
    '/v2/models/random-forest/infer',
    (count) => ({ inputs: [{ name: 'features', shape: [count, 20], datatype: 'FP32', data: rows(count).flat() }] }),
    'outputs',
  ],
];

for (const [path, body, field] of MANY) {
  test(`${path} takes exactly MAX_ROWS rows`, async (t) => {
    const { url } = await startService(t, { MAX_ROWS: '10' });
    const most = await post(url + path, body(10));
    t.is(most.status, 200);
    t.is(field === 'predictions' ? most.body.predictions.length : most.body.outputs[0].shape[0], 10);
    t.is((await post(url + path, body(11))).status, 413);
  });
}

/** A valid body of so many bytes. */
const padded = (bytes: number): string => {
  const body = JSON.stringify({ features: ROW });
  return body + ' '.repeat(bytes - body.length);
};

test('a body has exactly MAX_BODY_BYTES, by its length and in chunks', async (t) => {
  const { url } = await startService(t, { MAX_BODY_BYTES: '2000' });
  for (const [bytes, status] of [
    [2000, 200],
    [2001, 413],
  ] as const) {
    t.is((await post(`${url}/predict-single`, padded(bytes))).status, status, `${bytes} bytes by length`);
    const pieces = new Blob([padded(bytes)]).stream();
    const headers = { 'content-type': 'application/json' };
    const options = { method: 'POST', headers, body: pieces, duplex: 'half' } as RequestInit;
    t.is((await fetch(`${url}/predict-single`, options)).status, status, `${bytes} bytes in chunks`);
  }
});

const OPEN = /^HTTP\/1\.1 (\d+)/;
const BODY = JSON.stringify({ features: ROW });
const PREDICT = [
  'POST /predict-single HTTP/1.1',
  'host: x',
  'content-type: application/json',
  `content-length: ${BODY.length}`,
  '',
  BODY,
].join('\r\n');

async function open(t: ExecutionContext, { port }: RunningService): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  t.teardown(() => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** Predicts on a connection that is open; undefined where it is closed instead. */
const predict = (socket: Socket): Promise<number | undefined> =>
  new Promise((resolve) => {
    socket.once('data', (data) => resolve(Number(OPEN.exec(String(data))?.[1])));
    socket.once('close', () => resolve(undefined));
    socket.write(PREDICT);
  });

test('exactly MAX_CONNECTIONS are served, and one that ends makes room for another', async (t) => {
  const service = await startService(t, { MAX_CONNECTIONS: '3' });
  const sockets = [await open(t, service), await open(t, service), await open(t, service)];
  t.deepEqual(await Promise.all(sockets.map(predict)), [200, 200, 200]);
  t.is(await predict(await open(t, service)), 503);
  const [first] = sockets as [Socket];
  first.destroy();
  let status: number | undefined;
  while (status !== 200) status = await predict(await open(t, service));
  t.is(status, 200);
});

test('beyond MAX_CONNECTIONS exactly 32 connections are kept for probes, further ones are dropped', async (t) => {
  const { api, url } = await startService(t, { MAX_CONNECTIONS: '7' });
  t.is(api.maxConnections, 7 + 32);
  api.emit('drop');
  const { body } = await get(`${url}/metrics`);
  t.is(sampleOf(body, 'inference_rejected_total{reason="too_many_connections"}'), 1);
});

test('headers have up to 16 KiB', async (t) => {
  const { url } = await startService(t);
  const statusWith = async (length: number): Promise<number> =>
    (await fetch(`${url}/livez`, { headers: { x: 'a'.repeat(length) } })).status;
  t.is(await statusWith(15_500), 200);
  t.is(await statusWith(16_500), 431);
});

test('a request id of 128 characters comes back, a longer one does not', async (t) => {
  const { url } = await startService(t);
  const idFor = async (id: string) => (await get(`${url}/livez`, { 'x-request-id': id })).headers.get('x-request-id');
  t.is(await idFor('x'.repeat(128)), 'x'.repeat(128));
  t.regex((await idFor('x'.repeat(129))) ?? '', /^[0-9a-f]{16}-\d+$/);
});

const TYPES: readonly (readonly [string, number])[] = [
  ['application/json', 200],
  ['application/json; charset=utf-8', 200],
  ['application/json;charset="UTF-8"', 200],
  ['APPLICATION/JSON', 200],
  ['application/vnd.acme.rows+json', 200],
  ['application/json; charset=utf-16', 415],
  ['text/json; charset=iso-8859-1', 415],
  ['text/json', 200],
  ['', 200],
];

for (const [type, status] of TYPES) {
  test(`the content type '${type}' gets ${status}`, async (t) => {
    const { url } = await startService(t);
    t.is((await post(`${url}/predict-single`, { features: ROW }, { 'content-type': type })).status, status);
  });
}

test('the content encoding identity is none', async (t) => {
  const { url } = await startService(t);
  const { status } = await post(`${url}/predict-single`, { features: ROW }, { 'content-encoding': 'identity' });
  t.is(status, 200);
});

test('a body that is not UTF-8 is refused', async (t) => {
  const { url } = await startService(t);
  const headers = { 'content-type': 'application/json' };
  const body = Buffer.concat([Buffer.from('{"features":["'), Buffer.from([0xff]), Buffer.from('"]}')]);
  const response = await fetch(`${url}/predict-single`, { method: 'POST', headers, body });
  t.is(response.status, 400);
  t.deepEqual(await response.json(), { error: 'the body is not valid UTF-8' });
});
