import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { type ServiceProcess, spawnService } from './support/process.js';
import { get, post, ROW } from './support/service.js';

const BODY = JSON.stringify({ features: ROW });

/** Sends one request over a kept connection, as a load balancer does; `error` where no answer came. */
function send(url: string, agent: Agent): Promise<number | 'error'> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': BODY.length };
    const sent = request(`${url}/predict-single`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', () => resolve('error'));
    sent.end(BODY);
  });
}

test('no request fails while a load balancer keeps sending after SIGTERM', async (t) => {
  const service = await spawnService(t, { SHUTDOWN_DELAY_SECONDS: '6', SHUTDOWN_GRACE_SECONDS: '60' });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const answers = new Map<number | 'error', number>();
  let isSending = true;
  t.teardown(() => {
    isSending = false;
    agent.destroy();
  });
  const client = async (): Promise<void> => {
    while (isSending) {
      const answer = await send(service.url, agent);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  };
  const clients = Array.from({ length: 16 }, client);
  await sleep(300);
  service.child.kill('SIGTERM');
  await isLogged(service, 'draining');
  t.is((await get(`${service.url}/readyz`)).status, 503, 'not ready any more');
  t.is((await get(`${service.url}/livez`)).status, 200, 'but alive');
  await sleep(1500);
  isSending = false;
  await Promise.all(clients);
  t.is(await service.exited, 0);
  t.deepEqual([...answers.keys()], [200]);
  t.true((answers.get(200) ?? 0) > 50);
});

async function isLogged({ output }: ServiceProcess, text: string): Promise<void> {
  while (!output().includes(text)) await sleep(20);
}

test('an idle connection does not delay the end', async (t) => {
  const { url, child, exited } = await spawnService(t, { SHUTDOWN_DELAY_SECONDS: '0', SHUTDOWN_GRACE_SECONDS: '30' });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  t.teardown(() => socket.destroy());
  await sleep(500);
  child.kill('SIGTERM');
  t.is(await exited, 0, 'at the end of the grace period it would be 1');
});

test('a request whose body is still arriving is answered before the end', async (t) => {
  const { url, child, exited } = await spawnService(t, { SHUTDOWN_DELAY_SECONDS: '0', SHUTDOWN_GRACE_SECONDS: '30' });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  t.teardown(() => socket.destroy());
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(
    'POST /predict-single HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
      `content-length: ${BODY.length}\r\n\r\n`,
  );
  await sleep(500);
  child.kill('SIGTERM');
  await sleep(300);
  socket.write(BODY);
  t.is(await exited, 0);
  t.regex(answer, /^HTTP\/1\.1 200 OK/);
  t.regex(answer, /connection: close/i);
});

test('a request that never ends is cut off after the grace period, exit 1', async (t) => {
  const { url, child, exited, output } = await spawnService(t, {
    SHUTDOWN_DELAY_SECONDS: '0',
    SHUTDOWN_GRACE_SECONDS: '1',
  });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  t.teardown(() => socket.destroy());
  socket.write(
    'POST /predict-single HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
  );
  await sleep(500);
  child.kill('SIGTERM');
  t.is(await exited, 1);
  t.regex(output(), /requests were still open at the end of the grace period/);
});

test('a second signal ends the process at once', async (t) => {
  const service = await spawnService(t, { SHUTDOWN_DELAY_SECONDS: '200', SHUTDOWN_GRACE_SECONDS: '250' });
  service.child.kill('SIGTERM');
  await isLogged(service, 'draining');
  service.child.kill('SIGTERM');
  t.is(await service.exited, 143);
});

test('Ctrl-C ends the process without the delay for load balancers', async (t) => {
  const service = await spawnService(t, { SHUTDOWN_DELAY_SECONDS: '200', SHUTDOWN_GRACE_SECONDS: '250' });
  service.child.kill('SIGINT');
  t.is(await service.exited, 0);
});

test('a second Ctrl-C ends the process at once', async (t) => {
  const service = await spawnService(t, { SHUTDOWN_DELAY_SECONDS: '0', SHUTDOWN_GRACE_SECONDS: '250' });
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  socket.on('error', () => {});
  t.teardown(() => socket.destroy());
  socket.write('POST /predict-single HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n');
  await sleep(300);
  service.child.kill('SIGINT');
  await isLogged(service, 'draining');
  service.child.kill('SIGINT');
  t.is(await service.exited, 130);
});

test('answers are logged with request id and traceparent, never with a body or a key', async (t) => {
  const { url, output } = await spawnService(t, { LOG_LEVEL: 'debug', API_KEYS: 'top-secret-key' });
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const headers = { 'x-request-id': 'order-17', traceparent, 'x-api-key': 'top-secret-key' };
  await post(`${url}/predict-single`, { features: ROW.map(() => 0.123456) }, headers);
  await post(`${url}/predict-single`, { 'field-of-mine': 'value-of-mine' }, headers);
  await post(`${url}/predict-single`, { features: ROW }, { 'x-api-key': 'guess-of-mine' });
  await sleep(100);
  const lines = output()
    .split('\n')
    .filter((line) => line.includes('"request"'));
  t.deepEqual(
    lines.map((line) => JSON.parse(line).status),
    [200, 400, 401],
  );
  t.like(JSON.parse(lines[0] ?? '{}'), {
    requestId: 'order-17',
    traceparent,
    method: 'POST',
    route: '/predict-single',
  });
  t.notRegex(output(), /0\.123456|of-mine|top-secret/);
});
