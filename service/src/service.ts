import type { Server } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { type AppOptions, apiEndpoints, createApp, metricsEndpoints } from './http/app.js';
import { withHotRoute } from './http/hot-route.js';
import { createHttpServer } from './http/server.js';
import { Batcher } from './inference/batcher.js';
import { createMetrics } from './metrics/metrics.js';
import type { Model } from './model/types.js';
import type { Tracing } from './tracing.js';

export interface Service {
  readonly api: Server;
  /** A server for /metrics alone, when it has a port of its own. */
  readonly metrics: Server | undefined;
  /** Turns readiness off; requests are still answered, each with `Connection: close`. */
  readonly startDraining: () => void;
}

export interface ServiceParts {
  readonly config: Config;
  readonly model: Model;
  readonly log: Logger;
  readonly tracing?: Tracing | undefined;
}

/** Puts the parts together; nothing listens yet. */
export function createService({ config, model, log, tracing }: ServiceParts): Service {
  let isDraining = false;
  const metrics = createMetrics(model);
  const batcher = new Batcher(model, { queueLimit: config.QUEUE_LIMIT }, metrics.batches);
  metrics.watchDepth(() => batcher.depth);
  metrics.setReady(true);
  const ownMetricsPort = config.METRICS_PORT !== undefined && config.METRICS_PORT !== config.PORT;
  const options: AppOptions = {
    metrics,
    log,
    isDraining: () => isDraining,
    tracing,
    model,
    batcher,
    apiKeys: config.API_KEYS,
    maxBodyBytes: config.MAX_BODY_BYTES,
    maxRows: config.MAX_ROWS,
    version: VERSION,
    servesMetrics: !ownMetricsPort,
  };
  const endpoints = apiEndpoints(options);
  const api = createHttpServer(withHotRoute(endpoints, createApp(endpoints, options)), config, options);
  return {
    api,
    metrics: ownMetricsPort
      ? createHttpServer(createApp(metricsEndpoints(options), options), config, options)
      : undefined,
    startDraining: () => {
      isDraining = true;
      metrics.setReady(false);
    },
  };
}

const VERSION = '0.1.0';
