import type { Server } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { apiEndpoints, type EndpointSources, metricsEndpoints } from './http/endpoints.js';
import type { ExchangeContext } from './http/exchange.js';
import { createHttpServer } from './http/server.js';
import { Batcher } from './inference/batcher.js';
import { createMetrics } from './metrics/metrics.js';
import type { Model } from './model/types.js';
import type { Tracing } from './tracing.js';

export interface Service {
  readonly api: Server;
  /** The server of METRICS_PORT; undefined where PORT serves the metrics, too. */
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

/** Creates the service from its parts; it doesn't listen yet. */
export function createService({ config, model, log, tracing }: ServiceParts): Service {
  let isDraining = false;
  let hasNewcomers = false;
  const metrics = createMetrics(model);
  const takeNewcomers = (): boolean => {
    const had = hasNewcomers;
    hasNewcomers = false;
    return had;
  };
  const limits = { maxQueueSeconds: config.MAX_QUEUE_SECONDS, hasNewcomers: takeNewcomers };
  const batcher = new Batcher(model, limits, metrics.batches);
  metrics.watchDepth(() => batcher.depth);
  metrics.setReady(true);
  const ownMetricsPort = config.METRICS_PORT !== undefined && config.METRICS_PORT !== config.PORT;
  const sources: EndpointSources = {
    model,
    batcher,
    metrics,
    isReady: () => !isDraining,
    maxBodyBytes: config.MAX_BODY_BYTES,
    maxRows: model.isRowwise ? config.MAX_ROWS : Math.min(config.MAX_ROWS, model.maxRows),
    version: VERSION,
    needsKey: config.API_KEYS !== undefined,
    servesMetrics: !ownMetricsPort,
  };
  const context: ExchangeContext = { metrics, log, isDraining: () => isDraining, tracing };
  const api = createHttpServer(apiEndpoints(sources), config, context);
  api.on('connection', () => {
    hasNewcomers = true;
  });
  return {
    api,
    metrics: ownMetricsPort ? createHttpServer(metricsEndpoints(sources), config, context) : undefined,
    startDraining: () => {
      isDraining = true;
      metrics.setReady(false);
    },
  };
}

const VERSION = '0.1.0';
