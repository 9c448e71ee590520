import type { AddressInfo } from 'node:net';
import { type Config, readConfig } from '@inference-gitops/service/config.js';
import { findModel, loadOptions } from '@inference-gitops/service/find-model.js';
import { listen } from '@inference-gitops/service/http/server.js';
import { createLogger } from '@inference-gitops/service/logger.js';
import { loadModel } from '@inference-gitops/service/model/load.js';
import type { Model } from '@inference-gitops/service/model/types.js';
import { createService, type Service } from '@inference-gitops/service/service.js';
import type { ExecutionContext } from 'ava';

export interface RunningService extends Service {
  readonly url: string;
  readonly port: number;
  readonly config: Config;
}

/** Settings with few trees: the same code as with 100, without their training time. */
const SMALL = { MODEL_DEFAULT: 'allowed', N_ESTIMATORS: '5', LOG_LEVEL: 'silent', PORT: '0', HOST: '127.0.0.1' };

/** Starts the service inside the test's process on a free port; it ends with the test. */
export async function startService(
  t: ExecutionContext,
  environment: Record<string, string> = {},
): Promise<RunningService> {
  const config = readConfig({ ...SMALL, ...environment });
  const model = await modelOf(config);
  const service = createService({ config, model, log: createLogger(config.LOG_LEVEL) });
  const port = await listen(service.api, 0, '127.0.0.1');
  if (service.metrics !== undefined) await listen(service.metrics, 0, '127.0.0.1');
  t.teardown(() => {
    for (const server of [service.api, service.metrics]) {
      server?.close();
      server?.closeAllConnections();
    }
  });
  return { ...service, url: `http://127.0.0.1:${port}`, port, config };
}

/** Serves a model that a test has loaded itself. */
export async function serveModel(model: Model): Promise<{ readonly url: string; readonly close: () => void }> {
  const config = readConfig(SMALL);
  const { api } = createService({ config, model, log: createLogger(config.LOG_LEVEL) });
  const port = await listen(api, 0, '127.0.0.1');
  const close = (): void => {
    api.close();
    api.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

const models = new Map<string, Promise<Model>>();

/**
 * Loads a model once for all services of a test file. Loads anew a model with a baseline, because its file may change,
 * and one that workers run, because its workers are one service's.
 */
async function modelOf(config: Config): Promise<Model> {
  const { MODEL_PATH, MODEL_BASELINE_PATH, MODEL_SHA256, MODEL_NAME, MODEL_VERSION } = config;
  const { RANDOM_STATE, N_ESTIMATORS } = config;
  if (MODEL_BASELINE_PATH !== undefined) return load(config);
  const file = { MODEL_PATH, MODEL_SHA256, MODEL_NAME, MODEL_VERSION };
  const options = loadOptions(config);
  const axisSizes = [...options.axisSizes];
  const key = JSON.stringify({ ...file, ...options, axisSizes, RANDOM_STATE, N_ESTIMATORS });
  const loading = models.get(key) ?? load(config);
  models.set(key, loading);
  const model = await loading;
  return model.workers === 0 ? model : load(config);
}

const load = async (config: Config): Promise<Model> => loadModel(await findModel(config), loadOptions(config));

export const portOf = (server: Service['api']): number => (server.address() as AddressInfo).port;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into any answer
  readonly body: any;
}

/** POSTs JSON, or a text as it is, and reads the JSON answer. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, { headers });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** A valid row for the embedded model. */
export const ROW: readonly number[] = Array.from({ length: 20 }, (_, index) => index / 10 - 1);

/** Computes a cell of many different rows, the same in every run, spread like the training data's noise. */
export const waveCell = (row: number, column: number): number => Math.cos(row * 12.9898 + column * 78.233) * 1.5;
