import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

type BodySink = (piece: Buffer | null) => void;

/**
 * A request whose body goes straight to whoever asks for it. node:http pushes the pieces into the request's stream, whose
 * way to a 'data' and an 'end' event takes longer than all that is done with a small body: a sixth of a prediction's CPU.
 * Nobody may use this request as a stream. A body that isn't asked for is thrown away as it comes.
 */
export class Incoming extends IncomingMessage {
  sink: BodySink | undefined;

  constructor(socket: Socket) {
    super(socket);
    this.sink = undefined;
    // Not a method: Express gives requests another prototype.
    this.push = pushToSink;
  }
}

/**
 * Gives the pieces of a request's body to `sink`, and null at its end. Has to be called in the turn of the event loop that
 * brought the request, before the first piece comes.
 */
export function takeBody(request: IncomingMessage, sink: BodySink): void {
  (request as Incoming).sink = sink;
}

function pushToSink(this: Incoming, piece: Buffer | null): true {
  if (piece === null) markRead(this);
  this.sink?.(piece);
  return true;
}

/** What node:http itself sets where there is no body: the stream has nothing to give, so it isn't drained either. */
function markRead(request: Incoming): void {
  const internals = request as unknown as { _dumped: boolean; _readableState: { endEmitted: boolean } };
  internals._dumped = true;
  internals._readableState.endEmitted = true;
}
