import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { RequestError } from '../errors.js';
import type { Batcher } from '../inference/batcher.js';
import type { Model } from '../model/types.js';
import { createAuthorizer } from './auth.js';
import { docsPage } from './docs-page.js';
import { type ExchangeContext, exchange, type Handler, json, type Listener } from './exchange.js';
import { health, livez, readyz } from './health.js';
import { modelCard } from './model-card.js';
import { openApi } from './openapi.js';
import { admitted, predictMany, predictSingle } from './predict.js';
import { infer, modelMetadata, serverMetadata } from './v2.js';

export interface AppOptions extends ExchangeContext {
  readonly model: Model;
  readonly batcher: Batcher;
  readonly apiKeys: readonly string[] | undefined;
  readonly maxBodyBytes: number;
  readonly maxRows: number;
  readonly version: string;
  /** Whether /metrics is served here, and not on a port of its own. */
  readonly servesMetrics: boolean;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** The route's template in Express's form, which is also its label in metrics. */
  readonly route: string;
  readonly listener: Listener;
}

/** All endpoints of the API, each measured, logged and, where it tells of the model, behind the API keys. */
export function apiEndpoints(options: AppOptions): Endpoint[] {
  const authorize = createAuthorizer(options.apiKeys);
  const open = (method: Endpoint['method'], route: string, handler: Handler): Endpoint => ({
    method,
    route,
    listener: exchange(route, handler, options),
  });
  const guarded = (method: Endpoint['method'], route: string, handler: Handler): Endpoint =>
    open(method, route, (request, response) => {
      guard(() => authorize(request), options);
      return handler(request, response);
    });
  const predicting = (handler: Handler): Handler => admitted(options.batcher, handler);
  const sources = { model: options.model, isReady: () => !options.isDraining() };
  const ofModel = (suffix: string): string[] => [
    `/v2/models/:model${suffix}`,
    `/v2/models/:model/versions/:version${suffix}`,
  ];
  return [
    open('GET', '/livez', livez),
    open('GET', '/readyz', readyz(sources)),
    open('GET', '/health', health(sources)),
    guarded('POST', '/predict-single', predicting(predictSingle(options))),
    guarded('POST', '/predict', predicting(predictMany(options))),
    guarded('GET', '/model', modelCard(options.model)),
    open('GET', '/openapi.json', openApi({ ...options, needsKey: options.apiKeys !== undefined })),
    open('GET', '/docs', docsPage),
    open('GET', '/v2', serverMetadata(options.version)),
    open('GET', '/v2/health/live', () => json({ live: true })),
    open('GET', '/v2/health/ready', () => json({ ready: sources.isReady() }, sources.isReady() ? 200 : 503)),
    ...ofModel('').map((route) => guarded('GET', route, onlyThisModel(options.model, modelMetadata(options.model)))),
    ...ofModel('/ready').map((route) => open('GET', route, onlyThisModel(options.model, modelReady(sources)))),
    ...ofModel('/infer').map((route) =>
      guarded('POST', route, onlyThisModel(options.model, predicting(infer(options)))),
    ),
    ...(options.servesMetrics ? [open('GET', '/metrics', metricsText(options))] : []),
  ];
}

/** Endpoints of the port that only the cluster reaches. */
export function metricsEndpoints(options: AppOptions): Endpoint[] {
  const sources = { model: options.model, isReady: () => !options.isDraining() };
  const open = (route: string, handler: Handler): Endpoint => ({
    method: 'GET',
    route,
    listener: exchange(route, handler, options),
  });
  return [open('/metrics', metricsText(options)), open('/livez', livez), open('/readyz', readyz(sources))];
}

/** Express over the endpoints; other methods get 405 with Allow, other paths 404. */
export function createApp(endpoints: readonly Endpoint[], context: ExchangeContext): Express {
  const app = express();
  app.disable('x-powered-by');
  for (const { method, route, listener } of endpoints) app[method === 'GET' ? 'get' : 'post'](route, listener);
  for (const route of new Set(endpoints.map(({ route }) => route))) {
    const methods = endpoints.filter((endpoint) => endpoint.route === route).map(({ method }) => method);
    app.all(route, exchange(route, methodNotAllowed(methods), context));
  }
  app.use(exchange('unknown', notFound, context));
  app.use((error: Error & { status?: number }, request: Request, response: Response, _next: NextFunction) => {
    const refusal = error.status === 400 ? new RequestError(400, 'the path is not valid') : error;
    exchange('unknown', () => Promise.reject(refusal), context)(request, response);
  });
  return app;
}

function guard(authorize: () => void, { metrics }: ExchangeContext): void {
  try {
    authorize();
  } catch (error) {
    metrics.onReject('unauthorized');
    throw error;
  }
}

const notFound: Handler = () => {
  throw new RequestError(404, 'there is nothing at this path; GET /openapi.json lists what there is');
};

function methodNotAllowed(methods: readonly string[]): Handler {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return () => {
    throw new RequestError(405, `this path takes ${allow}`, { headers: { allow } });
  };
}

function onlyThisModel(model: Model, handler: Handler): Handler {
  return (request, response) => {
    const { params } = request as Request;
    if (params['model'] !== model.name)
      throw new RequestError(404, `there is no such model; this server has ${model.name}`);
    if (params['version'] !== undefined && params['version'] !== model.version) {
      throw new RequestError(404, `there is no such version of ${model.name}; this server has ${model.version}`);
    }
    return handler(request, response);
  };
}

const modelReady =
  ({ model, isReady }: { model: Model; isReady: () => boolean }): Handler =>
  () =>
    json({ name: model.name, ready: isReady() }, isReady() ? 200 : 503);

const metricsText =
  ({ metrics }: ExchangeContext): Handler =>
  async () => ({
    status: 200,
    body: await metrics.registry.metrics(),
    contentType: metrics.registry.contentType,
  });
