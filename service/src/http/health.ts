import type { Model } from '../model/types.js';
import { type Handler, json } from './exchange.js';

export interface HealthSources {
  readonly model: Model;
  readonly isReady: () => boolean;
}

/** Answers as long as the event loop turns: a stuck one gives no answer, a busy one gives it late. */
export const livez: Handler = () => json({ status: 'alive' });

/** The model has predicted (it does before the service listens), and nobody has asked the process to end. */
export const readyz =
  ({ isReady }: HealthSources): Handler =>
  () =>
    isReady() ? json({ status: 'ready' }) : json({ status: 'draining' }, 503);

export const health =
  ({ model, isReady }: HealthSources): Handler =>
  () =>
    json(
      {
        status: isReady() ? 'healthy' : 'draining',
        model_loaded: true,
        model_name: model.name,
        model_version: model.version,
        uptime_seconds: Math.round(process.uptime()),
      },
      isReady() ? 200 : 503,
    );
