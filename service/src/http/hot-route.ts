import type { Endpoint } from './app.js';
import type { Listener } from './exchange.js';

const HOT_ROUTE = '/predict-single';

/**
 * Answers POST /predict-single before Express sees it. Express gives every request and response new prototypes, which
 * slows down everything done with them: 157 µs of CPU for a request through Express, 40 µs for one before it.
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
