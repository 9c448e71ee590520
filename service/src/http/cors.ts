import type { Listener } from './exchange.js';

const ALLOWED_HEADERS = [
  'authorization',
  'content-encoding',
  'content-type',
  'inference-header-content-length',
  'traceparent',
  'x-api-key',
  'x-request-id',
].join(', ');
const EXPOSED_HEADERS = ['inference-header-content-length', 'retry-after', 'x-request-id'].join(', ');
/** A day; browsers remember a preflight for two hours at most. */
const MAX_AGE_SECONDS = '86400';

/**
 * Wraps a listener: pages of the allowed origins may read the answers and send API keys. Cookies play no part, so
 * `*` opens nothing that a key guards.
 * @param preflight answers the question that a browser asks before such a request
 */
export function withCors(listener: Listener, origins: readonly string[], preflight: Listener): Listener {
  return (request, response) => {
    const { origin } = request.headers;
    const allowed = origins.includes('*') ? '*' : origins.find((known) => known === origin);
    if (!origins.includes('*')) response.setHeader('vary', 'origin');
    if (origin === undefined || allowed === undefined) return listener(request, response);
    response.setHeader('access-control-allow-origin', allowed);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) {
      response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
      return listener(request, response);
    }
    response.setHeader('access-control-allow-methods', 'GET, HEAD, POST');
    response.setHeader('access-control-allow-headers', ALLOWED_HEADERS);
    response.setHeader('access-control-max-age', MAX_AGE_SECONDS);
    return preflight(request, response);
  };
}
