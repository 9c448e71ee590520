import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Audit } from '../audit/audit.js';
import { RequestError } from '../errors.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Row } from '../model/types.js';
import type { Tracing } from '../tracing.js';
import { awaitsContinue, discardBody, linger, releaseBody } from './incoming.js';
import { NO_ROOM } from './no-room.js';

/** An answer before it is written. */
export interface Reply {
  readonly status: number;
  readonly body: string | Buffer;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The rows of a prediction, and its answer where `body` is compressed. */
  readonly rows?: readonly Row[];
  readonly plainBody?: string | Buffer;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<Reply> | Reply;
export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The error of a client that left before its answer was ready: nothing can be sent. nginx's status is counted for it.
 */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}
const CLIENT_GONE = 499;

const JSON_TYPE = 'application/json';
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const SECURITY_HEADERS = ['cache-control', 'no-store', 'x-content-type-options', 'nosniff', 'x-frame-options', 'DENY'];
const CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** The form of a traceparent in W3C Trace Context, level 1. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^[\w.:/+=-]{1,128}$/;

export interface ExchangeContext {
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly isDraining: () => boolean;
  readonly tracing: Tracing | undefined;
  readonly audit: Audit | undefined;
}

/**
 * Turns a handler into a listener that always answers once, measures, logs and traces. Both ways into the service, hot
 * routes and Express, go through here, so answers, errors, metrics and draining are the same on both.
 */
export function exchange(route: string, handler: Handler, context: ExchangeContext): Listener {
  const observe = context.metrics.observeRoute(route);
  // Errors of the Open Inference Protocol carry a message only.
  const tellsLocation = !route.startsWith('/v2');
  return (request, response) => {
    const startedAt = performance.now();
    const finish = (reply: Reply, error?: unknown): void => {
      const id = requestId(request);
      releaseBody(request);
      if (error === NO_ROOM) context.metrics.onReject('too_many_bytes');
      if (!response.headersSent && !response.destroyed)
        write({ request, response }, { reply, id, isLast: context.isDraining() || awaitsContinue(request) });
      const seconds = (performance.now() - startedAt) / 1000;
      observe(methodLabel(request.method), reply.status, seconds);
      if (context.tracing !== undefined)
        traceRequest(context.tracing, { request, route, status: reply.status, seconds });
      if (reply.rows !== undefined && context.audit?.isSampled())
        context.audit.record({
          requestId: id,
          route,
          traceparent: readTraceparent(request),
          rows: reply.rows,
          answer: jsonOf(reply),
        });
      record({ request, id, route, status: reply.status, error, seconds }, context.log);
    };
    const fail = (error: unknown): void => afterReading(() => finish(errorReply(error, { tellsLocation }), error));
    try {
      const reply = handler(request, response);
      discardBody(request);
      if (reply instanceof Promise) reply.then(finish, fail);
      else if (reply.status >= 400) afterReading(() => finish(reply));
      else finish(reply);
    } catch (error) {
      discardBody(request);
      fail(error);
    }
  };
}

/** Returns the JSON of an answer, without the bytes behind it. */
function jsonOf({ body, plainBody = body, headers }: Reply): string {
  const length = headers?.['inference-header-content-length'];
  return typeof plainBody === 'string' ? plainBody : plainBody.subarray(0, Number(length)).toString();
}

/** Makes a reply of a value as JSON. */
export const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) });

const waiting: (() => void)[] = [];

/**
 * Calls `finish` after this turn of the event loop has read all that has arrived. Refusals that are written one by one
 * between requests cost three times the CPU, and under overload most answers are refusals.
 */
function afterReading(finish: () => void): void {
  if (waiting.push(finish) > 1) return;
  setImmediate(() => {
    for (const next of waiting.splice(0)) next();
  });
}

/**
 * Makes the reply to a request that failed.
 * @param tellsLocation whether the reply names the field and the index of a mistake, besides the message
 */
export function errorReply(error: unknown, { tellsLocation }: { tellsLocation: boolean }): Reply {
  if (error instanceof ClientGone) return { status: CLIENT_GONE, body: '' };
  if (!(error instanceof RequestError)) return json({ error: 'internal error' }, 500);
  const location = tellsLocation ? error.location : {};
  return { ...json({ error: error.message, ...location }, error.status), headers: error.headers };
}

interface Writing {
  readonly reply: Reply;
  readonly id: string;
  /** Whether the connection is closed afterwards. */
  readonly isLast: boolean;
}

interface Pair {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Writes a reply. The headers are one list, which node:http neither copies nor looks up. Where the connection is to be
 * closed, the rest of the body is read first.
 */
function write({ request, response }: Pair, { reply, id, isLast }: Writing): void {
  const length = String(Buffer.byteLength(reply.body));
  const type = reply.contentType ?? JSON_TYPE;
  const content = reply.status === 204 ? [] : ['content-type', type, 'content-length', length];
  const headers = [...content, 'x-request-id', id, ...SECURITY_HEADERS];
  if (reply.headers?.['content-security-policy'] === undefined) headers.push('content-security-policy', CLOSED_POLICY);
  for (const name in reply.headers) headers.push(name, reply.headers[name] as string);
  if (isLast) headers.push('connection', 'close');
  response.writeHead(reply.status, headers);
  const isClosed = isLast || response.shouldKeepAlive === false;
  if (!isClosed || request.complete !== false || awaitsContinue(request)) {
    response.end(reply.body);
    return;
  }
  response.write(reply.body);
  linger(request, () => response.end());
}

const PROCESS_ID = randomBytes(8).toString('hex');
let lastNumber = 0;

/** Returns the client's request id where it is harmless, else a new one of process and number, cheaper than a UUID. */
function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : `${PROCESS_ID}-${++lastNumber}`;
}

/** Returns the method as a label of metrics; methods that clients make up share one. */
export const methodLabel = (method: string | undefined): string =>
  METHODS.has(method ?? '') ? (method as string) : 'other';

interface Outcome {
  readonly request: IncomingMessage;
  readonly id: string;
  readonly route: string;
  readonly status: number;
  readonly error: unknown;
  readonly seconds: number;
}

/**
 * Logs a request: failures at their level, the rest at debug, because there are thousands of predictions a second.
 * A client's mistake is logged without its message, which quotes the body.
 */
function record(outcome: Outcome, log: Logger): void {
  const { status } = outcome;
  const level = status === 500 ? 'error' : status >= 400 && status !== 503 ? 'info' : 'debug';
  if (!log.isLevelEnabled(level)) return;
  const traceparent = readTraceparent(outcome.request);
  log[level](
    {
      requestId: outcome.id,
      ...(traceparent === undefined ? {} : { traceparent }),
      method: methodLabel(outcome.request.method),
      route: outcome.route,
      status,
      seconds: outcome.seconds,
      ...(status === 500 ? { err: outcome.error } : {}),
    },
    'request',
  );
}

interface Answered {
  readonly request: IncomingMessage;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

function traceRequest(tracing: Tracing, { request, route, status, seconds }: Answered): void {
  const endedAt = Date.now();
  const method = methodLabel(request.method);
  const startedAt = endedAt - seconds * 1000;
  tracing.onRequest({ method, route, status, traceparent: readTraceparent(request), startedAt, endedAt });
}

function readTraceparent(request: IncomingMessage): string | undefined {
  const given = request.headers['traceparent'];
  return typeof given === 'string' && TRACEPARENT.test(given) ? given : undefined;
}
