import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config.js';
import { RequestError, StartError } from '../errors.js';
import type { Metrics } from '../metrics/metrics.js';
import { createListener } from './app.js';
import type { Authorizer } from './auth.js';
import { BodyMemory } from './body-memory.js';
import { withCors } from './cors.js';
import type { Endpoint } from './endpoint.js';
import { type ExchangeContext, exchange, type Handler, type Listener } from './exchange.js';
import { expectContinue, incomingWith } from './incoming.js';
import { answerMalformed } from './malformed.js';
import { createReserve } from './reserve.js';

const MAX_HEADER_BYTES = 16_384;
const CHECK_TIMEOUTS_EVERY_MS = 1000;
const USUAL_BACKLOG = 511;

/** What the exchanges of a server need, and the check of API keys. */
export type ServerContext = ExchangeContext & Pick<Authorizer, 'authorize'>;

/** Creates a server of the endpoints, with limits on everything that a slow or hostile client can occupy. */
export function createHttpServer(endpoints: readonly Endpoint[], config: Config, context: ServerContext): Server {
  const { metrics } = context;
  const reserve = createReserve({
    limit: config.MAX_CONNECTIONS,
    probes: new Set(endpoints.filter(({ isProbe }) => isProbe).map(({ route }) => route)),
    refuse: exchange('unknown', tooManyConnections(metrics), context),
  });
  const refuseTwoHosts = exchange('unknown', twoHosts, context);
  const listener = reserve.restrict(createApiListener(endpoints, config, context));
  const answer: Listener = (request, response) => (hasTwoHosts(request) ? refuseTwoHosts : listener)(request, response);
  const server = createServer(
    {
      IncomingMessage: incomingWith(new BodyMemory(config.MAX_BUFFERED_BYTES)),
      headersTimeout: config.HEADERS_TIMEOUT_SECONDS * 1000,
      requestTimeout: config.REQUEST_TIMEOUT_SECONDS * 1000,
      keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_SECONDS * 1000,
      connectionsCheckingInterval: CHECK_TIMEOUTS_EVERY_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    answer,
  );
  reserve.watch(server);
  server.on('drop', () => metrics.onReject('too_many_connections'));
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    expectContinue(request, response);
    answer(request, response);
  });
  server.on(
    'clientError',
    answerMalformed(MAX_HEADER_BYTES, () => metrics.observeRoute('unknown')),
  );
  return server;
}

/** Tells whether a request has several Host headers: node:http takes the first, a proxy perhaps the last. */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

const twoHosts: Handler = () => {
  throw new RequestError(400, 'the request has more than one Host header');
};

function createApiListener(endpoints: readonly Endpoint[], config: Config, context: ServerContext): Listener {
  const { GZIP_FROM_BYTES, CORS_ORIGINS } = config;
  const options = { authorize: context.authorize, gzipFromBytes: GZIP_FROM_BYTES };
  const listener = createListener(endpoints, options, context);
  if (CORS_ORIGINS === undefined) return listener;
  return withCors(
    listener,
    CORS_ORIGINS,
    exchange('preflight', () => ({ status: 204, body: '' }), context),
  );
}

const tooManyConnections =
  (metrics: Metrics): Handler =>
  () => {
    metrics.onReject('too_many_connections');
    throw new RequestError(503, 'there are too many connections; try again', { headers: { 'retry-after': '1' } });
  };

/**
 * Listens, and returns the port.
 * @throws StartError when the port is taken or forbidden
 */
export function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new StartError(`can't listen on port ${port}: ${error.message}`)));
    // The kernel lets as many wait to be accepted. Further clients try again after a second.
    const backlog = Math.max(USUAL_BACKLOG, server.maxConnections);
    server.listen({ port, backlog, ...(host === undefined ? {} : { host }) }, () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
}
