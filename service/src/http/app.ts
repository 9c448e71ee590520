import type { IncomingMessage } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { RequestError } from '../errors.js';
import { compressed } from './compression.js';
import { type Endpoint, labelOf } from './endpoint.js';
import { type ExchangeContext, exchange, type Handler, type Listener } from './exchange.js';
import { type MountedEndpoint, withHotRoutes } from './hot-routes.js';

type Authorizer = (request: IncomingMessage) => void;

export interface ListenerOptions {
  readonly authorize: Authorizer;
  /** The size from which answers are compressed; undefined where none is. */
  readonly gzipFromBytes: number | undefined;
}

/** Creates the listener that answers by the endpoints: directly where their path is fixed, else through Express. */
export function createListener(
  endpoints: readonly Endpoint[],
  { authorize, gzipFromBytes }: ListenerOptions,
  context: ExchangeContext,
): Listener {
  const mounted = endpoints.map((endpoint): MountedEndpoint => {
    const { method, route, needsKey } = endpoint;
    const packed = gzipFromBytes === undefined ? endpoint.handler : compressed(endpoint.handler, gzipFromBytes);
    const handler = needsKey ? guarded(packed, authorize, context) : packed;
    return { method, route, listener: exchange(labelOf(route), handler, context) };
  });
  return withHotRoutes(mounted, createApp(mounted, context));
}

/** Creates the Express app of the endpoints; other methods get 405 with Allow, other paths 404. */
function createApp(endpoints: readonly MountedEndpoint[], context: ExchangeContext): Express {
  const app = express();
  app.disable('x-powered-by');
  for (const route of new Set(endpoints.map(({ route }) => route))) {
    const here = endpoints.filter((endpoint) => endpoint.route === route);
    for (const { method, listener } of here) app[method === 'GET' ? 'get' : 'post'](route, listener);
    app.all(route, exchange(labelOf(route), methodNotAllowed(here.map(({ method }) => method)), context));
  }
  app.use(exchange('unknown', notFound, context));
  app.use((error: Error & { status?: number }, request: Request, response: Response, _next: NextFunction) => {
    const refusal = error.status === 400 ? new RequestError(400, 'the path is not valid') : error;
    exchange('unknown', () => Promise.reject(refusal), context)(request, response);
  });
  return app;
}

const guarded =
  (handler: Handler, authorize: Authorizer, { metrics }: ExchangeContext): Handler =>
  (request, response) => {
    try {
      authorize(request);
    } catch (error) {
      metrics.onReject('unauthorized');
      throw error;
    }
    return handler(request, response);
  };

const notFound: Handler = () => {
  throw new RequestError(404, 'there is nothing at this path; GET /openapi.json lists what there is');
};

function methodNotAllowed(methods: readonly string[]): Handler {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return () => {
    throw new RequestError(405, `this path takes ${allow}`, { headers: { allow } });
  };
}
