import type { Model } from '../model/types.js';
import { type Handler, json } from './exchange.js';

interface Readiness {
  readonly isReady: () => boolean;
}

/** GET /livez: answers as long as the event loop turns. */
export const livez: Handler = () => json({ status: 'alive' });

/**
 * GET /readyz: whether traffic may come. The model has predicted before the service listens, so only draining ends it.
 */
export const readyz =
  ({ isReady }: Readiness): Handler =>
  () =>
    isReady() ? json({ status: 'ready' }) : json({ status: 'draining' }, 503);

/** GET /health: readiness with the model's name and version. */
export const health =
  ({ model, isReady }: Readiness & { readonly model: Model }): Handler =>
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
