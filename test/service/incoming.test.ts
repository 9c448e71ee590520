import { once } from 'node:events';
import { connect } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { sampleOf } from './support/exposition.js';
import { get, ROW, type RunningService, startService } from './support/service.js';

interface Connection {
  readonly send: (text: string) => void;
  /** Waits for so many answers, and returns their status codes. */
  readonly statuses: (count: number) => Promise<number[]>;
  readonly destroy: () => void;
}

async function open(t: ExecutionContext, { port }: RunningService): Promise<Connection> {
  const socket = connect(port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
  });
  const found = (): number[] => [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  return {
    send: (text) => socket.write(text),
    statuses: async (count) => {
      while (found().length < count && !socket.destroyed) await once(socket, 'data');
      return found();
    },
    destroy: () => socket.destroy(),
  };
}

const head = (path: string, ...fields: string[]): string =>
  [`POST ${path} HTTP/1.1`, 'host: x', 'content-type: application/json', ...fields, '', ''].join('\r\n');
const whole = (path: string, body: string): string => head(path, `content-length: ${body.length}`) + body;
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const BODIES: Readonly<Record<string, string>> = {
  '/predict-single': JSON.stringify({ features: ROW }),
  '/predict': JSON.stringify({ instances: [ROW, ROW] }),
};

for (const [path, body] of Object.entries(BODIES)) {
  test(`${path}: a body in pieces, by length and in chunks with a trailer, is put together`, async (t) => {
    const client = await open(t, await startService(t));
    client.send(head(path, `content-length: ${body.length}`));
    for (const piece of [body.slice(0, 5), body.slice(5, 50), body.slice(50)]) {
      await pause();
      client.send(piece);
    }
    t.deepEqual(await client.statuses(1), [200]);
    client.send(head(path, 'transfer-encoding: chunked', 'trailer: x-end'));
    await pause();
    client.send(`${chunk(body.slice(0, 9))}${chunk(body.slice(9))}0\r\nx-end: 1\r\n\r\n`);
    t.deepEqual(await client.statuses(2), [200, 200]);
  });

  test(`${path}: requests sent without waiting for answers are answered in order`, async (t) => {
    const client = await open(t, await startService(t));
    client.send(
      whole(path, body) + whole(path, '{}') + whole(path, body) + whole('/nothing', body) + whole(path, body),
    );
    t.deepEqual(await client.statuses(5), [200, 400, 200, 404, 200]);
  });

  test(`${path}: a body that grows too large is refused, and the connection goes on`, async (t) => {
    const client = await open(t, await startService(t, { MAX_BODY_BYTES: '2000' }));
    client.send(head(path, 'transfer-encoding: chunked') + chunk('x'.repeat(3000)));
    t.deepEqual(await client.statuses(1), [413]);
    client.send(`${chunk('x'.repeat(100_000))}0\r\n\r\n`);
    client.send(whole(path, body));
    t.deepEqual(await client.statuses(2), [413, 200]);
  });

  test(`${path}: a client that leaves in the middle of its body is counted as gone`, async (t) => {
    const service = await startService(t);
    const client = await open(t, service);
    client.send(head(path, `content-length: ${body.length}`) + body.slice(0, 20));
    await pause();
    client.destroy();
    const series = `http_request_duration_seconds_count{method="POST",route="${path}",status_code="499"}`;
    const count = async () => sampleOf((await get(`${service.url}/metrics`)).body, series);
    while ((await count()) === undefined) await pause();
    t.is(await count(), 1);
  });

  test(`${path}: a client that expects 100 Continue gets it`, async (t) => {
    const client = await open(t, await startService(t));
    client.send(head(path, `content-length: ${body.length}`, 'expect: 100-continue'));
    t.deepEqual(await client.statuses(1), [100]);
    client.send(body);
    t.deepEqual(await client.statuses(2), [100, 200]);
  });
}

test('a body that no handler takes is discarded, and the connection goes on', async (t) => {
  const client = await open(t, await startService(t));
  const large = 'x'.repeat(3_000_000);
  client.send(whole('/nothing', large));
  client.send(whole('/predict-single', BODIES['/predict-single'] ?? ''));
  t.deepEqual(await client.statuses(2), [404, 200]);
});
