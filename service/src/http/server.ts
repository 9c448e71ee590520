import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Config } from '../config.js';
import { RequestError, StartError } from '../errors.js';
import type { Metrics } from '../metrics/metrics.js';
import { type ExchangeContext, exchange, type Handler, type Listener } from './exchange.js';
import { Incoming } from './incoming.js';
import { createReserve } from './reserve.js';

const MAX_HEADER_BYTES = 16_384;
const CHECK_TIMEOUTS_EVERY_MS = 1000;
const USUAL_BACKLOG = 511;

/** A server with limits on everything that a slow or hostile client can hold on to. */
export function createHttpServer(listener: Listener, config: Config, context: ExchangeContext): Server {
  const { metrics } = context;
  const refuseConnection = exchange('unknown', tooManyConnections(metrics), context);
  const reserve = createReserve(config.MAX_CONNECTIONS, refuseConnection);
  const server = createServer(
    {
      IncomingMessage: Incoming,
      headersTimeout: config.HEADERS_TIMEOUT_SECONDS * 1000,
      requestTimeout: config.REQUEST_TIMEOUT_SECONDS * 1000,
      keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_SECONDS * 1000,
      connectionsCheckingInterval: CHECK_TIMEOUTS_EVERY_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    reserve.guard(listener),
  );
  reserve.watch(server);
  server.on('drop', () => metrics.onReject('too_many_connections'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuse(error, socket, metrics));
  return server;
}

const tooManyConnections =
  (metrics: Metrics): Handler =>
  () => {
    metrics.onReject('too_many_connections');
    throw new RequestError(503, 'there are too many connections; try again', { headers: { 'retry-after': '1' } });
  };

/** Listens, and tells the port. @throws StartError when the port can't be had */
export function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new StartError(`can't listen on port ${port}: ${error.message}`)));
    // The kernel keeps as many waiting to be accepted; beyond, a client would find out after a second.
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

/** What isn't HTTP never reaches a listener; it gets an answer in the service's own form all the same. */
function refuse(error: NodeJS.ErrnoException, socket: Socket, metrics: Metrics): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, message] = REFUSALS[error.code ?? ''] ?? MALFORMED;
  metrics.observeRoute('unknown')('other', status, 0);
  const body = JSON.stringify({ error: message });
  const head = `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
