import type { Logger } from 'pino';
import { type Config, describeConfig, readConfig } from './config.js';
import { drainOnSignal } from './drain.js';
import { StartError } from './errors.js';
import { findModel, loadOptions } from './find-model.js';
import { listen } from './http/server.js';
import { createLogger } from './logger.js';
import { loadModel } from './model/load.js';
import { createService } from './service.js';
import { startTracing } from './tracing.js';
import { ineffectiveVariables } from './variables.js';

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(describeConfig());
    return;
  }
  const config = readConfig(process.env);
  const log = createLogger(config.LOG_LEVEL);
  exitOnBug(log);
  for (const warning of ineffectiveVariables(process.env, config)) log.warn(warning);
  const model = await loadModel(await findModel(config), loadOptions(config));
  for (const warning of model.warnings) log.warn(warning);
  log.info(
    { name: model.name, version: model.version, sha256: model.sha256, isRowwise: model.isRowwise },
    'model loaded',
  );
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
  await listenOn(service, config, log);
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

main().catch((error: unknown) => {
  const text = error instanceof StartError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
