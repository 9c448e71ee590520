import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { sampleOf } from './support/exposition.js';
import { get, post, ROW, type RunningService, startService } from './support/service.js';

const BODY = JSON.stringify({ features: ROW });
const head = (...fields: string[]): string =>
  ['POST /predict-single HTTP/1.1', 'host: x', 'content-type: application/json', ...fields, '', ''].join('\r\n');
const PREDICT = head(`content-length: ${BODY.length}`) + BODY;

/** Sends a text and returns the status codes that have come when the server closes, or when there are `enough`. */
function statuses(t: ExecutionContext, { port }: RunningService, text: string, enough = 100): Promise<number[]> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  t.teardown(() => socket.destroy());
  let received = '';
  const found = (): number[] => [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  return new Promise((resolve) => {
    socket.on('data', (data) => {
      received += data;
      if (found().length >= enough) resolve(found());
    });
    socket.on('close', () => resolve(found()));
    socket.write(text);
  });
}

/** Sends a body of so many bytes on a connection of its own, whole before it reads, as many clients do. */
function sendLarge(url: string, bytes: number): Promise<number | string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': bytes, connection: 'close' };
    const sent = request(`${url}/predict-single`, { method: 'POST', agent: false, headers });
    let status: number | undefined;
    sent.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.resume();
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    sent.on('close', () => resolve(status ?? 'no answer'));
    const piece = Buffer.alloc(65_536, ' ');
    const write = (left: number): void => {
      if (left <= 0) sent.end();
      else sent.write(piece.subarray(0, left), () => write(left - piece.length));
    };
    write(bytes);
  });
}

test('a client that closes the connection reads the refusal of its large body', async (t) => {
  const { url } = await startService(t, { MAX_BODY_BYTES: '2000' });
  t.is(await sendLarge(url, 20_000_000), 413);
});

const BROKEN: readonly (readonly [string, string, number])[] = [
  ['headers that are too large', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['what is not HTTP', 'nonsense\r\n\r\n', 400],
];

for (const [title, text, status] of BROKEN) {
  test(`${title}: the answers that are due come first`, async (t) => {
    const service = await startService(t);
    t.deepEqual(await statuses(t, service, PREDICT.repeat(3) + text), [200, 200, 200, status]);
  });
}

test('a chunk that is not one is refused once, after the answers that are due', async (t) => {
  const text = `${PREDICT}${head('transfer-encoding: chunked')}zz\r\nzz\r\nzz\r\n`;
  t.deepEqual(await statuses(t, await startService(t), text), [200, 400]);
});

test('two Host headers are refused, in any spelling and equal ones as well', async (t) => {
  const service = await startService(t);
  const get2 = (name: string, value: string) => `GET /livez HTTP/1.1\r\nhost: x\r\n${name}: ${value}\r\n\r\n`;
  for (const [name, value] of [
    ['host', 'y'],
    ['HOST', 'x'],
  ] as const) {
    t.deepEqual(await statuses(t, service, get2(name, value), 1), [400]);
  }
  t.deepEqual(await statuses(t, service, get2('hosts', 'y'), 1), [200]);
});

const EXPECTING: readonly (readonly [string, Record<string, string>, string[], number])[] = [
  ['a body that is too large', { MAX_BODY_BYTES: '2000' }, ['content-length: 3000'], 413],
  ['no key', { API_KEYS: 'a-key' }, [`content-length: ${BODY.length}`], 401],
  ['a compressed body', {}, ['content-encoding: br', `content-length: ${BODY.length}`], 415],
];

for (const [title, environment, fields, status] of EXPECTING) {
  test(`${title} is refused without 100 Continue, and the connection is closed`, async (t) => {
    const service = await startService(t, environment);
    t.deepEqual(await statuses(t, service, head('expect: 100-continue', ...fields)), [status]);
  });
}

/** Sends the first bytes of a large body, and no more. */
async function stall(t: ExecutionContext, { port }: RunningService, bytes: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  t.teardown(() => socket.destroy());
  await new Promise<void>((resolve) => {
    socket.write(head('content-length: 60000') + ' '.repeat(bytes), () => resolve());
  });
  return socket;
}

test('bodies that have not come whole hold a limited number of bytes, and small ones are still taken', async (t) => {
  const service = await startService(t, { MAX_BODY_BYTES: '60000', MAX_BUFFERED_BYTES: '100000' });
  const large = BODY + ' '.repeat(50_000);
  const statusOf = async (body: string): Promise<number> => (await post(`${service.url}/predict-single`, body)).status;
  t.is(await statusOf(large), 200);
  const stalled = [await stall(t, service, 40_000), await stall(t, service, 40_000)];
  // Time to read what the others have sent.
  await new Promise((resolve) => setTimeout(resolve, 200));
  t.is(await statusOf(large), 503);
  t.is(await statusOf(BODY), 200);
  t.is(await statusOf(BODY + ' '.repeat(16_000)), 200);
  const { body } = await get(`${service.url}/metrics`);
  t.is(sampleOf(body, 'inference_rejected_total{reason="too_many_bytes"}'), 1);
  for (const socket of stalled) socket.destroy();
  while ((await statusOf(large)) !== 200);
  for (let count = 0; count < 10; count++) t.is(await statusOf(large), 200, 'answered bodies hold nothing');
});
