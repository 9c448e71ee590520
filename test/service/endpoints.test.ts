import { connect } from 'node:net';
import { type Endpoint, OPEN, PREDICTION } from '@inference-gitops/service/http/endpoint.js';
import type { Listener } from '@inference-gitops/service/http/exchange.js';
import { livez } from '@inference-gitops/service/http/health.js';
import { withHotRoutes } from '@inference-gitops/service/http/hot-routes.js';
import test from 'ava';
import { get, post, ROW, type RunningService, startService } from './support/service.js';

const MODEL = '/v2/models/random-forest';
const VERSION = '/v2/models/random-forest/versions/7';
const V1 = '/v1/models/random-forest';
const INFER = { inputs: [{ name: 'features', shape: [1, 20], datatype: 'FP32', data: ROW }] };

interface Expected {
  readonly path: string;
  readonly access: 'open' | 'key';
  readonly isProbe?: true;
  /** The body of a POST; a GET has none. */
  readonly body?: unknown;
}

/** The endpoints that the API has, with all that is derived from their declarations. */
const ENDPOINTS: readonly Expected[] = [
  { path: '/predict-single', access: 'key', body: { features: ROW } },
  { path: '/predict', access: 'key', body: { instances: [ROW] } },
  { path: '/model', access: 'key' },
  { path: '/health', access: 'open', isProbe: true },
  { path: '/livez', access: 'open', isProbe: true },
  { path: '/readyz', access: 'open', isProbe: true },
  { path: '/metrics', access: 'open', isProbe: true },
  { path: '/v2', access: 'open' },
  { path: '/v2/health/live', access: 'open', isProbe: true },
  { path: '/v2/health/ready', access: 'open', isProbe: true },
  { path: '/v2/models', access: 'key' },
  { path: '/v2/repository/index', access: 'key', body: {} },
  { path: '/v2/models/stats', access: 'key' },
  ...[MODEL, VERSION].flatMap((path): Expected[] => [
    { path, access: 'key' },
    { path: `${path}/ready`, access: 'open' },
    { path: `${path}/config`, access: 'key' },
    { path: `${path}/stats`, access: 'key' },
    { path: `${path}/infer`, access: 'key', body: INFER },
  ]),
  { path: '/', access: 'open', isProbe: true },
  { path: '/v1/models', access: 'key' },
  { path: `${V1}:predict`, access: 'key', body: { instances: [ROW] } },
  { path: V1, access: 'open' },
  { path: '/docs', access: 'open' },
  { path: '/openapi.json', access: 'open' },
];

const KEY = { 'x-api-key': 'k' };
const start = (t: Parameters<typeof startService>[0], more = {}): Promise<RunningService> =>
  startService(t, { MODEL_VERSION: '7', API_KEYS: 'k', ...more });

const ask = ({ url }: RunningService, { path, body }: Expected, headers = {}) =>
  body === undefined ? get(url + path, headers) : post(url + path, body, headers);

test('the description lists every endpoint, with its method and whether it needs a key', async (t) => {
  const { url } = await start(t);
  const { body } = await get(`${url}/openapi.json`);
  const described = Object.entries<Record<string, { security?: unknown; summary: string }>>(body.paths).map(
    ([path, methods]) => [path, Object.entries(methods).map(([method, { security }]) => [method, security])],
  );
  t.deepEqual(
    described,
    ENDPOINTS.map(({ path, access, body }) => [
      path,
      [[body === undefined ? 'get' : 'post', access === 'open' ? [] : undefined]],
    ]),
  );
  for (const methods of Object.values<Record<string, { summary: string }>>(body.paths)) {
    for (const { summary } of Object.values(methods)) t.regex(summary, /^[A-Z]/);
  }
});

test('the description tells the schemas of each body and each answer', async (t) => {
  const { url } = await start(t);
  const { paths } = (await get(`${url}/openapi.json`)).body;
  const schemaOf = (part: { content: Record<string, { schema: object }> }) => part.content['application/json']?.schema;
  const schemas = (path: string) => {
    const { requestBody, responses } = paths[path].post;
    return [requestBody, responses[200], responses[503]].map(schemaOf);
  };
  const named = (...names: readonly string[]) => names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
  t.deepEqual(schemas('/predict-single'), named('SingleRequest', 'SingleAnswer', 'Error'));
  t.deepEqual(schemas('/predict'), named('BatchRequest', 'BatchAnswer', 'Error'));
  t.deepEqual(schemas(`${MODEL}/infer`), named('InferRequest', 'InferAnswer', 'Error'));
  t.deepEqual(Object.keys(paths['/predict'].post.responses), ['200', '400', '401', '408', '413', '415', '422', '503']);
});

test('metrics with a port of their own are not in the description of the API', async (t) => {
  const { url } = await start(t, { METRICS_PORT: '9090' });
  t.false(Object.hasOwn((await get(`${url}/openapi.json`)).body.paths, '/metrics'));
});

for (const endpoint of ENDPOINTS) {
  test(`${endpoint.path} answers ${endpoint.access === 'open' ? 'without a key' : 'with a key only'}`, async (t) => {
    const service = await start(t);
    t.is((await ask(service, endpoint)).status, endpoint.access === 'open' ? 200 : 401);
    t.is((await ask(service, endpoint, KEY)).status, 200);
  });

  test(`${endpoint.path} is ${endpoint.isProbe ? '' : 'not '}answered beyond MAX_CONNECTIONS`, async (t) => {
    const service = await start(t, { MAX_CONNECTIONS: '1' });
    const socket = connect(service.port, '127.0.0.1');
    t.teardown(() => socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));
    t.is((await ask(service, endpoint, KEY)).status, endpoint.isProbe ? 200 : 503);
  });
}

/** Leaves out of an answer what differs from one request to the next. */
const comparable = ({ status, headers, body }: Awaited<ReturnType<typeof get>>, path: string) => ({
  status,
  headers: [...headers.keys()],
  body: path === '/metrics' ? 'metrics' : { ...body, uptime_seconds: 0 },
});

for (const endpoint of ENDPOINTS.filter(({ path }) => !path.includes('models'))) {
  test(`${endpoint.path} answers the same before Express and behind it`, async (t) => {
    const service = await start(t);
    const behind = { ...endpoint, path: `${endpoint.path}?by=express` };
    const answers = [await ask(service, endpoint, KEY), await ask(service, behind, KEY)] as const;
    t.deepEqual(comparable(answers[0], endpoint.path), comparable(answers[1], endpoint.path));
  });
}

test('all endpoints without parameters are answered before Express, other requests by Express', (t) => {
  const answered: string[] = [];
  const say =
    (name: string): Listener =>
    () =>
      answered.push(name);
  const mounted = [
    { method: 'GET' as const, route: '/read', listener: say('read') },
    { method: 'POST' as const, route: '/write', listener: say('write') },
    { method: 'GET' as const, route: '/:any', listener: say('any') },
  ];
  const listener = withHotRoutes(mounted, say('express'));
  for (const [method, url] of [
    ['GET', '/read'],
    ['POST', '/write'],
    ['POST', '/read'],
    ['HEAD', '/read'],
    ['GET', '/read?query'],
    ['GET', '/read/'],
    ['GET', '/:any'],
    ['GET', '/other'],
  ]) {
    listener({ method, url } as never, {} as never);
  }
  t.deepEqual(answered, ['read', 'write', ...Array.from({ length: 6 }, () => 'express')]);
});

test('an endpoint without a summary, or a POST without schemas, does not compile', (t) => {
  // @ts-expect-error the summary is missing
  const withoutSummary: Endpoint = { ...OPEN, route: '/x', answer: 'Status', handler: livez };
  // @ts-expect-error the schema of the body is missing
  const withoutBody: Endpoint = { ...PREDICTION, route: '/x', summary: 'X', answer: 'Status', handler: livez };
  // @ts-expect-error the schema of the answer is missing
  const withoutAnswer: Endpoint = { ...OPEN, route: '/x', summary: 'X', handler: livez };
  const facts = {
    method: 'GET',
    needsKey: false,
    route: '/x',
    summary: 'X',
    answer: 'Status',
    handler: livez,
  } as const;
  // @ts-expect-error nothing says whether it is a probe
  const neitherProbeNorNot: Endpoint = facts;
  const unknownSchema: Endpoint = {
    ...PREDICTION,
    route: '/x',
    summary: 'X',
    // @ts-expect-error there is no such schema
    request: 'Nothing',
    answer: 'SingleAnswer',
    handler: livez,
  };
  t.is([withoutSummary, withoutBody, withoutAnswer, neitherProbeNorNot, unknownSchema].length, 5);
});
