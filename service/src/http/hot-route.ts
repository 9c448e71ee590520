import type { Endpoint } from './app.js';
import type { Listener } from './exchange.js';

const HOT_ROUTE = '/predict-single';

/**
 * Answers POST /predict-single before Express sees it. Express gives every request and response new prototypes, which
 * costs more CPU than the whole prediction: a fifth of the requests per second would be left (docs/service.md, bench).
 * The listener is the very one that Express would call, so validation, errors, metrics and draining don't differ;
 * whatever isn't exactly this method and path (a query, another method) goes to Express.
 */
export function withHotRoute(endpoints: readonly Endpoint[], app: Listener): Listener {
  const hot = endpoints.find(({ route }) => route === HOT_ROUTE)?.listener ?? app;
  return (request, response) => {
    if (request.url === HOT_ROUTE && request.method === 'POST') hot(request, response);
    else app(request, response);
  };
}
