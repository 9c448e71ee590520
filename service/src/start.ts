import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Config, describeConfig, readConfig } from './config.js';
import { drainOnSignal } from './drain.js';
import { StartError } from './errors.js';
import { findModel, loadOptions } from './find-model.js';
import { listen } from './http/server.js';
import { watchKeyFile } from './key-file.js';
import { createLogger } from './logger.js';
import { loadModel } from './model/load.js';
import type { Model } from './model/types.js';
import { createService } from './service.js';
import { startTracing } from './tracing.js';
import { ineffectiveVariables } from './variables.js';

/** Runs the service: settings, model, API, until a signal ends it. */
export async function start(): Promise<void> {
  try {
    await serve();
  } catch (error) {
    const text = error instanceof StartError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  }
}

async function serve(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(describeConfig());
    return;
  }
  const config = readConfig(process.env);
  const log = createLogger(config.LOG_LEVEL);
  exitOnBug(log);
  for (const warning of ineffectiveVariables(process.env, config)) log.warn(warning);
  const source = await findModel(config);
  await signalsSoFar();
  const model = await loadModel(source, loadOptions(config));
  for (const warning of model.warnings) log.warn(warning);
  await signalsSoFar();
  tellModel(model, config, log);
  const tracing = await startTracing(process.env);
  const service = createService({ config, model, log, tracing });
  const servers = [service.api, ...(service.metrics === undefined ? [] : [service.metrics])];
  drainOnSignal({
    servers,
    log,
    delaySeconds: config.SHUTDOWN_DELAY_SECONDS,
    graceSeconds: config.SHUTDOWN_GRACE_SECONDS,
    onStart: service.startDraining,
    onEnd: async () => tracing?.stop(),
  });
  const keyFile = process.env['API_KEYS_FILE'];
  if (keyFile) watchKeyFile(keyFile, service.useKeys, log);
  await listenOn(service, config, log);
}

/** Handles the signals that came while this thread was busy: reading and training a model don't let them in. */
const signalsSoFar = (): Promise<void> => setImmediate();

/** Tells what was loaded, where its runs are made, and how much memory that takes. */
function tellModel(model: Model, { INFERENCE_WORKERS }: Config, log: Logger): void {
  const { name, version, sha256, isRowwise, workers } = model;
  const residentMiB = Math.round(process.memoryUsage.rss() / 2 ** 20);
  log.info({ name, version, sha256, isRowwise, workers, residentMiB }, 'model loaded');
  if (workers === 0 && INFERENCE_WORKERS !== undefined) {
    log.warn({ INFERENCE_WORKERS }, 'INFERENCE_WORKERS has no effect: the model is quick and runs on the event loop');
  }
}

async function listenOn(service: ReturnType<typeof createService>, config: Config, log: Logger): Promise<void> {
  const metricsPort = service.metrics && (await listen(service.metrics, config.METRICS_PORT ?? 0, config.HOST));
  const port = await listen(service.api, config.PORT, config.HOST);
  log.info({ port, metricsPort: metricsPort ?? port }, 'listening');
}

/** Exits after an unexpected error, because the state is then unknown; Kubernetes restarts the container. */
function exitOnBug(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unexpected error');
    process.exit(1);
  });
}
