import { RequestError } from '@inference-gitops/service/errors.js';
import { ClientGone, exchange, type Handler, json } from '@inference-gitops/service/http/exchange.js';
import test from 'ava';

interface Recorded {
  readonly level: string;
  readonly fields: Record<string, unknown>;
}

/** Runs a handler in an exchange and returns what was answered, counted, logged and traced. */
async function run(handler: Handler, { route = '/x', headers = {}, isDraining = false } = {}) {
  const logged: Recorded[] = [];
  const counted: unknown[] = [];
  const traced: { traceparent?: string | undefined }[] = [];
  const log = (level: string) => (fields: Record<string, unknown>) => logged.push({ level, fields });
  const context = {
    metrics: {
      observeRoute: (label: string) => (method: string, status: number) => counted.push([label, method, status]),
    },
    log: { isLevelEnabled: () => true, debug: log('debug'), info: log('info'), error: log('error') },
    isDraining: () => isDraining,
    tracing: { onRequest: (request: { traceparent?: string | undefined }) => traced.push(request) },
  };
  const request: { method: string; headers: object; sink?: unknown } = { method: 'GET', headers };
  const written: { status?: number; headers?: string[]; body?: string } = {};
  const ended = new Promise<void>((resolve) => {
    const response = {
      writeHead: (status: number, list: string[]) => Object.assign(written, { status, headers: list }),
      end: (body: string) => {
        written.body = body;
        setImmediate(resolve);
      },
    };
    exchange(route, handler, context as never)(request as never, response as never);
  });
  await ended;
  return { written, logged, counted, traced, request };
}

const fail = (error: unknown): Handler => {
  return () => {
    throw error;
  };
};

const LEVELS: readonly (readonly [number, string, Handler])[] = [
  [200, 'debug', () => json({})],
  [400, 'info', fail(new RequestError(400, 'wrong'))],
  [404, 'info', fail(new RequestError(404, 'nothing'))],
  [499, 'info', fail(new ClientGone())],
  [500, 'error', fail(new Error('a bug'))],
  [503, 'debug', fail(new RequestError(503, 'busy'))],
  [503, 'debug', () => json({}, 503)],
];

for (const [status, level, handler] of LEVELS) {
  test(`${status} is counted, and logged as ${level}: ${handler}`, async (t) => {
    const { written, logged, counted } = await run(handler);
    t.is(written.status, status);
    t.deepEqual(counted, [['/x', 'GET', status]]);
    t.deepEqual(
      logged.map((line) => [line.level, line.fields['status']]),
      [[level, status]],
    );
    t.is(Object.hasOwn(logged[0]?.fields ?? {}, 'err'), status === 500);
  });
}

test('a body that the handler has not taken is discarded, whether it answers or fails', async (t) => {
  for (const handler of [() => json({}), async () => json({}), fail(new RequestError(400, 'wrong'))]) {
    t.is(typeof (await run(handler)).request.sink, 'function');
  }
});

test('a bug is answered without its message', async (t) => {
  const { written } = await run(fail(new Error('a secret')));
  t.is(written.body, '{"error":"internal error"}');
});

test('the place of a mistake is told, but not under the Open Inference Protocol', async (t) => {
  const mistake = fail(new RequestError(400, 'wrong', { field: 'features[3]', index: 3 }));
  t.is((await run(mistake)).written.body, '{"error":"wrong","field":"features[3]","index":3}');
  t.is((await run(mistake, { route: '/v2/x' })).written.body, '{"error":"wrong"}');
});

test('every answer has these headers, and a closed connection only while draining', async (t) => {
  const headersOf = async (options: { isDraining: boolean }) => {
    const list =
      (await run(() => json({}), { headers: { 'x-request-id': 'order-17' }, ...options })).written.headers ?? [];
    return Object.fromEntries(list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1]]] : [])));
  };
  const usual = {
    'content-type': 'application/json',
    'content-length': '2',
    'x-request-id': 'order-17',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
  t.deepEqual(await headersOf({ isDraining: false }), usual);
  t.deepEqual(await headersOf({ isDraining: true }), { ...usual, connection: 'close' });
});

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const PARENTS: readonly (readonly [string, string | undefined])[] = [
  [PARENT, PARENT],
  [PARENT.toUpperCase(), undefined],
  [`${PARENT}-00`, undefined],
  [PARENT.slice(1), undefined],
  ['x', undefined],
];

for (const [given, expected] of PARENTS) {
  test(`the traceparent ${given} is ${expected === undefined ? 'ignored' : 'logged and traced'}`, async (t) => {
    const { logged, traced } = await run(() => json({}), { headers: { traceparent: given } });
    t.is(logged[0]?.fields['traceparent'], expected);
    t.is(traced[0]?.traceparent, expected);
  });
}
