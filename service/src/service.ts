import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { type AuditOptions, createAudit } from './audit/audit.js';
import type { Config } from './config.js';
import { createAuthorizer } from './http/auth.js';
import { apiEndpoints, type EndpointSources, metricsEndpoints } from './http/endpoints.js';
import { createHttpServer, type ServerContext } from './http/server.js';
import { Batcher } from './inference/batcher.js';
import { createMetrics } from './metrics/metrics.js';
import type { Model } from './model/types.js';
import type { Tracing } from './tracing.js';

export interface Service {
  readonly api: Server;
  /** The server of METRICS_PORT; undefined where PORT serves the metrics, too. */
  readonly metrics: Server | undefined;
  /** Replaces the valid API keys. */
  readonly useKeys: (keys: readonly string[]) => void;
  /** Turns readiness off; requests are still answered, each with `Connection: close`. */
  readonly startDraining: () => void;
  /** Sends what waits to be sent, after the last answer. */
  readonly stop: () => Promise<void>;
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
    bodyLimits: { maxBodyBytes: config.MAX_BODY_BYTES, maxUnpackedBytes: config.MAX_UNPACKED_BYTES },
    ignoresExtraColumns: config.EXTRA_COLUMNS === 'ignore',
    maxRows: model.isRowwise ? config.MAX_ROWS : Math.min(config.MAX_ROWS, model.maxRows),
    version: VERSION,
    needsKey: config.API_KEYS !== undefined,
    servesMetrics: !ownMetricsPort,
  };
  const audit = createAudit(auditOptions(config), model, metrics.registry);
  const { authorize, useKeys } = createAuthorizer(config.API_KEYS);
  const context: ServerContext = { metrics, log, isDraining: () => isDraining, tracing, audit, authorize };
  const api = createHttpServer(apiEndpoints(sources), config, context);
  api.on('connection', () => {
    hasNewcomers = true;
  });
  return {
    api,
    useKeys,
    metrics: ownMetricsPort ? createHttpServer(metricsEndpoints(sources), config, context) : undefined,
    startDraining: () => {
      isDraining = true;
      metrics.setReady(false);
    },
    stop: async () => audit?.stop(),
  };
}

const auditOptions = (config: Config): AuditOptions => ({
  rate: config.AUDIT_SAMPLE_RATE,
  sink: config.AUDIT_SINK,
  format: config.AUDIT_FORMAT,
  omit: config.AUDIT_OMIT ?? [],
});

const VERSION = '0.1.0';
