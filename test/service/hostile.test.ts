import { connect, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { get, post, ROW, type RunningService, startService } from './support/service.js';

const BODY = JSON.stringify({ features: ROW });
const HEAD = `POST /predict-single HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`;

/** Sends bytes as they are and returns all that arrives until the server closes, or until `enough` matches. */
function raw(t: ExecutionContext, { port }: RunningService, bytes: string, enough?: RegExp): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  return new Promise((resolve) => {
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
      if (enough?.test(answer)) resolve(answer);
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => {});
    socket.write(bytes);
  });
}

const MALFORMED: readonly (readonly [string, string, RegExp])[] = [
  ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['an unknown method', 'BREW /predict HTTP/1.1\r\nhost: x\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['no host', 'GET /health HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['a huge header', `GET /health HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ['a huge path', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ['two lengths', `${HEAD}content-length: 5\r\ncontent-length: 6\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
  [
    'length and chunks, as request smuggling has it',
    `${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    /^HTTP\/1\.1 400 /,
  ],
  ['a negative length', `${HEAD}content-length: -1\r\n\r\n`, /^HTTP\/1\.1 400 /],
  ['a broken chunk', `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`, /^HTTP\/1\.1 400 /],
  [
    'an unknown expectation',
    `${HEAD}expect: the-unexpected\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
    /^HTTP\/1\.1 417 /,
  ],
];

for (const [title, bytes, expected] of MALFORMED) {
  test(`${title} gets a 4xx and the service goes on`, async (t) => {
    const service = await startService(t);
    t.regex(await raw(t, service, bytes), expected);
    t.is((await post(`${service.url}/predict-single`, { features: ROW })).status, 200);
  });
}

test('a connection that cannot be answered any more is closed without an answer', async (t) => {
  const { api } = await startService(t);
  for (const [code, writable] of [
    ['ECONNRESET', true],
    ['HPE_INVALID_METHOD', false],
  ] as const) {
    const calls: string[] = [];
    const socket = { writable, destroy: () => calls.push('destroy'), end: () => calls.push('end') };
    api.emit('clientError', Object.assign(new Error(code), { code }), socket);
    t.deepEqual(calls, ['destroy'], code);
  }
});

test('headers that never end are answered with 408', async (t) => {
  const service = await startService(t, { HEADERS_TIMEOUT_SECONDS: '1', REQUEST_TIMEOUT_SECONDS: '1' });
  t.regex(await raw(t, service, 'GET /health HTTP/1.1\r\nhost: x\r\n'), /^HTTP\/1\.1 408 /);
});

test('a body that never ends is answered with 408', async (t) => {
  const service = await startService(t, { REQUEST_TIMEOUT_SECONDS: '1', HEADERS_TIMEOUT_SECONDS: '1' });
  t.regex(await raw(t, service, `${HEAD}content-length: 100\r\n\r\n{"fea`), /^HTTP\/1\.1 408 /);
});

test('a body in chunks of a byte is read', async (t) => {
  const service = await startService(t);
  const chunks = [...BODY].map((byte) => `1\r\n${byte}\r\n`).join('');
  const answer = await raw(t, service, `${HEAD}transfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`, /"prediction"/);
  t.regex(answer, /^HTTP\/1\.1 200 OK/);
});

test('requests that come in one piece on a connection are all answered, in order', async (t) => {
  const service = await startService(t);
  const one = `${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY}`;
  const last = 'GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const answer = await raw(t, service, one.repeat(20) + last);
  t.is(answer.match(/"prediction":/g)?.length, 20);
  t.true(answer.trimEnd().endsWith('{"status":"alive"}'));
});

test('beyond MAX_QUEUE_SECONDS a request gets 503 with Retry-After, those before it their answers', async (t) => {
  const service = await startService(t, { MAX_QUEUE_SECONDS: '0.001' });
  const rows = JSON.stringify({ instances: Array.from({ length: 4000 }, () => ROW.map(() => 0)) });
  const many = `${HEAD.replace('-single', '')}content-length: ${rows.length}\r\n\r\n${rows}`;
  const last = 'GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const answer = await raw(t, service, many.repeat(3) + last);
  const statuses = Array.from(answer.matchAll(/HTTP\/1\.1 (\d+)/g), ([, status]) => status);
  t.deepEqual(statuses, ['200', '503', '503', '200']);
  t.is(answer.match(/^retry-after: 1\r$/gim)?.length, 2);
  t.is(answer.match(/\{"error":"the server is busy; try again"\}/g)?.length, 2);
  t.regex(answer, /inference_rejected_total\{reason="queue_full"\} 2/);
});

test('a client that goes away is dropped from the queue, and others are answered', async (t) => {
  const service = await startService(t, { MAX_BATCH_ROWS: '1' });
  const many = JSON.stringify({ instances: Array.from({ length: 2000 }, () => ROW) });
  const busy = post(`${service.url}/predict`, many);
  for (let client = 0; client < 5; client++) {
    const socket = connect(service.port, '127.0.0.1');
    socket.write(`${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY}`, () => socket.destroy());
  }
  t.is((await busy).status, 200);
  t.is((await post(`${service.url}/predict-single`, { features: ROW })).status, 200);
  t.is((await get(`${service.url}/livez`)).status, 200);
});

test('beyond MAX_CONNECTIONS probes are answered, the rest is refused, and both connections end', async (t) => {
  const service = await startService(t, { MAX_CONNECTIONS: '2' });
  await hold(t, service, 2);
  const probe = await raw(t, service, 'GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
  t.regex(probe, /^HTTP\/1\.1 200 [\s\S]*connection: close/i);
  const refused = await raw(t, service, `${HEAD}content-length: ${BODY.length}\r\n\r\n${BODY}`);
  t.regex(refused, /^HTTP\/1\.1 503 [\s\S]*retry-after: 1/i);
  t.regex(refused, /connection: close/i);
  const metrics = await raw(t, service, 'GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n');
  t.regex(metrics, /inference_rejected_total\{reason="too_many_connections"\} 1/);
});

test('the connections that are kept for probes cannot be occupied', async (t) => {
  const service = await startService(t, { MAX_CONNECTIONS: '2' });
  const held = await hold(t, service, 20);
  const isOpen = () => held.filter((socket) => !socket.destroyed).length;
  while (isOpen() > 2) await new Promise((resolve) => setTimeout(resolve, 50));
  t.is(isOpen(), 2, 'those within the limit stay');
  t.regex(await raw(t, service, 'GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n'), /^HTTP\/1\.1 200 /);
});

async function hold(t: ExecutionContext, { port }: RunningService, count: number): Promise<Socket[]> {
  const held = Array.from({ length: count }, () =>
    connect(port, '127.0.0.1')
      .on('error', () => {})
      .resume(),
  );
  t.teardown(() => {
    for (const socket of held) socket.destroy();
  });
  await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  return held;
}
