import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

type BodySink = (piece: Buffer | null) => void;

/**
 * A request whose body goes straight to the function that takes it. node:http pushes the pieces into the request's
 * stream, whose way to a 'data' and an 'end' event takes longer than all that is done with a small body: a sixth of a
 * prediction's CPU. A body that no function takes goes into the stream as usual, so middleware and body parsers work.
 */
export class Incoming extends IncomingMessage {
  sink: BodySink | undefined;
  /** Whether something of the body, or its end, has gone into the stream. */
  isStreamed: boolean;

  constructor(socket: Socket) {
    super(socket);
    this.sink = undefined;
    this.isStreamed = false;
    // Not a method: Express gives requests another prototype.
    this.push = pushToSink;
  }
}

/**
 * Gives the pieces of a request's body to `sink`, and null at its end. Has to be called before the handler first waits;
 * afterwards the body has been discarded.
 */
export function takeBody(request: IncomingMessage, sink: BodySink): void {
  const incoming = request as Incoming;
  if (incoming.sink !== undefined) throw new Error('the body has been taken or discarded; take it before any await');
  if (incoming.isStreamed) request.on('data', sink).on('end', () => sink(null));
  else incoming.sink = sink;
}

/** Discards a body that has not been taken, as it arrives: cheaper than node:http does it. */
export function discardBody(request: IncomingMessage): void {
  const incoming = request as Incoming;
  if (incoming.sink === undefined && !incoming.isStreamed) incoming.sink = ignore;
}

const ignore: BodySink = () => {};

function pushToSink(this: Incoming, piece: Buffer | null): boolean {
  if (this.sink === undefined) {
    this.isStreamed = true;
    return IncomingMessage.prototype.push.call(this, piece);
  }
  if (piece === null) markRead(this);
  this.sink(piece);
  return true;
}

/** Sets what node:http itself sets where there is no body: the stream is empty, so it isn't drained either. */
function markRead(request: Incoming): void {
  const internals = request as unknown as { _dumped: boolean; _readableState: { endEmitted: boolean } };
  internals._dumped = true;
  internals._readableState.endEmitted = true;
}
