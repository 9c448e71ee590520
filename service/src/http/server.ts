import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Config } from '../config.js';
import { RequestError, StartError } from '../errors.js';
import type { Metrics } from '../metrics/metrics.js';
import { createListener } from './app.js';
import { createAuthorizer } from './auth.js';
import type { Endpoint } from './endpoint.js';
import { type ExchangeContext, exchange, type Handler } from './exchange.js';
import { Incoming } from './incoming.js';
import { createReserve } from './reserve.js';

const MAX_HEADER_BYTES = 16_384;
const CHECK_TIMEOUTS_EVERY_MS = 1000;
const USUAL_BACKLOG = 511;

/** Creates a server of the endpoints, with limits on everything that a slow or hostile client can occupy. */
export function createHttpServer(endpoints: readonly Endpoint[], config: Config, context: ExchangeContext): Server {
  const { metrics } = context;
  const reserve = createReserve({
    limit: config.MAX_CONNECTIONS,
    probes: new Set(endpoints.filter(({ isProbe }) => isProbe).map(({ route }) => route)),
    refuse: exchange('unknown', tooManyConnections(metrics), context),
  });
  const server = createServer(
    {
      IncomingMessage: Incoming,
      headersTimeout: config.HEADERS_TIMEOUT_SECONDS * 1000,
      requestTimeout: config.REQUEST_TIMEOUT_SECONDS * 1000,
      keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_SECONDS * 1000,
      connectionsCheckingInterval: CHECK_TIMEOUTS_EVERY_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    reserve.restrict(createListener(endpoints, createAuthorizer(config.API_KEYS), context)),
  );
  reserve.watch(server);
  server.on('drop', () => metrics.onReject('too_many_connections'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => answerMalformed(error, socket, metrics));
  return server;
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

const REFUSALS: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    `the headers are larger than ${MAX_HEADER_BYTES} bytes`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'the request took too long to arrive'],
};
const MALFORMED = [400, 'Bad Request', 'the request is not valid HTTP'] as const;

/** Answers what isn't HTTP, and so reaches no listener, in the service's own form. */
function answerMalformed(error: NodeJS.ErrnoException, socket: Socket, metrics: Metrics): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, message] = REFUSALS[error.code ?? ''] ?? MALFORMED;
  metrics.observeRoute('unknown')('other', status, 0);
  const body = JSON.stringify({ error: message });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
