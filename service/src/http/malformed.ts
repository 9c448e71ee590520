import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestObserver } from '../metrics/metrics.js';

/** How long a connection is still read after such an answer, so that its client can read it. */
const LINGER_MS = 2000;

type Refusal = readonly [status: number, reason: string, message: string];

const TIMED_OUT: Refusal = [408, 'Request Timeout', 'the request took too long to arrive'];
const MALFORMED: Refusal = [400, 'Bad Request', 'the request is not valid HTTP'];

type ClientErrorListener = (error: NodeJS.ErrnoException, socket: Socket) => void;

/** Makes the listener that answers what isn't HTTP, and so reaches no endpoint, in the service's own form. */
export function answerMalformed(maxHeaderBytes: number, observer: () => RequestObserver): ClientErrorListener {
  const tooLong: Refusal = [
    431,
    'Request Header Fields Too Large',
    `the headers are larger than ${maxHeaderBytes} bytes`,
  ];
  const refusals: Readonly<Record<string, Refusal>> = {
    HPE_HEADER_OVERFLOW: tooLong,
    ERR_HTTP_REQUEST_TIMEOUT: TIMED_OUT,
  };
  // What comes after the mistake is another one.
  const answered = new WeakSet<Socket>();
  return (error, socket) => {
    if (answered.has(socket)) return;
    answered.add(socket);
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const refusal = refusals[error.code ?? ''] ?? MALFORMED;
    observer()('other', refusal[0], 0);
    afterDueAnswers(socket, () => refuse(socket, refusal));
  };
}

/** Calls `next` when all requests that came whole on this connection have been answered. */
function afterDueAnswers(socket: Socket, next: () => void): void {
  const due = dueAnswer(socket);
  if (due?.req.complete) due.once('close', () => afterDueAnswers(socket, next));
  else next();
}

/** Returns the answer that is to be written next; node:http keeps it here, and the others behind it. */
const dueAnswer = (socket: Socket): ServerResponse | undefined =>
  (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;

function refuse(socket: Socket, [status, reason, message]: Refusal): void {
  if (!socket.writable) return;
  // The request that breaks off may have been answered already.
  if (dueAnswer(socket)?.headersSent) {
    socket.destroySoon();
    return;
  }
  const body = JSON.stringify({ error: message });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer));
}
