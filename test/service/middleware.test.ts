import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { Incoming } from '@inference-gitops/service/http/incoming.js';
import test, { type ExecutionContext } from 'ava';
import { get, portOf, post, ROW, startService } from './support/service.js';

type Middleware = (request: { body?: unknown }, response: unknown, next: () => void) => void;
interface Express {
  (): RequestListener & { use: (...handlers: readonly (Middleware | RequestListener)[]) => void };
  readonly json: (options: { limit: string }) => Middleware;
  readonly raw: (options: { type: string }) => Middleware;
}

/** Express is the service's dependency and not the root's. */
const express = createRequire(new URL('../../../service/package.json', import.meta.url))('express') as Express;

/** Starts the service's own listener behind middleware, on a server that makes requests as the service's does. */
async function startBehind(t: ExecutionContext, ...middleware: readonly Middleware[]): Promise<string> {
  const { api } = await startService(t);
  const app = express();
  app.use(...middleware);
  app.use(api.listeners('request')[0] as RequestListener);
  const server = createServer({ IncomingMessage: Incoming }, app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${portOf(server)}`;
}

const atOnce: Middleware = (_request, _response, next) => next();
const later: Middleware = (_request, _response, next) => void setTimeout(next, 20);

const MIDDLEWARE: readonly (readonly [string, readonly Middleware[]])[] = [
  ['a middleware that goes on at once', [atOnce]],
  ['a middleware that goes on when the body has arrived', [later]],
  ['a body parser', [express.json({ limit: '10mb' })]],
  ['a body parser and a middleware that goes on later', [express.json({ limit: '10mb' }), later]],
];

const TENSOR = { name: 'features', shape: [1, 20], datatype: 'FP32', data: ROW };
const BODIES: Readonly<Record<string, unknown>> = {
  '/predict-single': { features: ROW },
  '/predict-single?by=express': { features: ROW },
  '/predict': { instances: Array.from({ length: 2000 }, () => ROW) },
  '/v2/models/random-forest/infer': { inputs: [TENSOR] },
};

for (const [title, middleware] of MIDDLEWARE) {
  for (const [path, body] of Object.entries(BODIES)) {
    test(`behind ${title}, POST ${path} is answered`, async (t) => {
      t.timeout(60_000);
      const url = await startBehind(t, ...middleware);
      t.is((await post(url + path, body)).status, 200);
      t.is((await post(url + path, {})).status, 400);
      t.is((await post(`${url}/nowhere`, body)).status, 404);
      t.is((await get(`${url}/livez`)).status, 200);
    });
  }
}

test('an ordinary middleware may read the body as a stream and answer by itself', async (t) => {
  t.timeout(60_000);
  const large = 'x'.repeat(3_000_000);
  const count = ((request, response) => {
    let size = 0;
    request.on('data', (piece: Buffer) => {
      size += piece.length;
    });
    request.on('end', () => response.setHeader('content-type', 'application/json').end(String(size)));
  }) as RequestListener as unknown as Middleware;
  const url = await startBehind(t, count);
  t.is((await post(url, large)).body, large.length);
});

test('a middleware that answers without reading a large body leaves the connection usable', async (t) => {
  t.timeout(60_000);
  const refuse = ((_request, response) =>
    response.writeHead(403, { 'content-type': 'application/json' }).end('{}')) as RequestListener;
  const url = await startBehind(t, refuse as unknown as Middleware);
  for (let count = 0; count < 3; count++) t.is((await post(url, 'x'.repeat(3_000_000))).status, 403);
});

test('a body that a middleware has read and thrown away is an error, not a request without an end', async (t) => {
  t.timeout(60_000);
  const drop: Middleware = (request, _response, next) => {
    request.body = undefined;
    next();
  };
  const url = await startBehind(t, express.raw({ type: '*/*' }), drop);
  t.is((await post(`${url}/predict-single`, { features: ROW })).status, 500);
});
