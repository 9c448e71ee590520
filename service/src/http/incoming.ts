import { IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { BodyMemory } from './body-memory.js';

type BodySink = (piece: Buffer | null) => void;

/** How long a connection that is to be closed is still read, so that its client can read the answer. */
const LINGER_MS = 5000;

/**
 * A request whose body goes straight to the function that takes it. node:http pushes the pieces into the request's
 * stream, whose way to a 'data' and an 'end' event takes longer than all that is done with a small body: a sixth of a
 * prediction's CPU. A body that no function takes goes into the stream as usual, so middleware and body parsers work.
 */
export class Incoming extends IncomingMessage {
  sink: BodySink | undefined;
  /** Whether something of the body, or its end, has gone into the stream. */
  isStreamed: boolean;
  /** Tells a client that waits for it to send the body; undefined where none waits. */
  sendContinue: (() => void) | undefined;
  memory: BodyMemory | undefined;
  /** The bytes of the body that count in `memory`. */
  heldBytes: number;

  constructor(socket: Socket) {
    super(socket);
    this.sink = undefined;
    this.isStreamed = false;
    this.sendContinue = undefined;
    this.memory = undefined;
    this.heldBytes = 0;
    // Not a method: Express gives requests another prototype.
    this.push = pushToSink;
  }
}

/** Makes the class of the requests whose bodies share a memory. */
export function incomingWith(memory: BodyMemory): typeof Incoming {
  return class extends Incoming {
    constructor(socket: Socket) {
      super(socket);
      this.memory = memory;
    }
  };
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
  if (incoming.sendContinue !== undefined) sendContinue(incoming);
}

/** Discards a body that has not been taken, as it arrives: cheaper than node:http does it. */
export function discardBody(request: IncomingMessage): void {
  const incoming = request as Incoming;
  if (incoming.sink === undefined && !incoming.isStreamed) incoming.sink = ignore;
}

/**
 * Lets the client of a request wait for 100 Continue until something takes the body, so that a refusal comes instead of
 * it.
 */
export function expectContinue(request: IncomingMessage, response: ServerResponse): void {
  const incoming = request as Incoming;
  incoming.sendContinue = () => response.writeContinue();
  // A body parser reads the stream.
  incoming._read = function read(this: Incoming, size: number): void {
    sendContinue(this);
    IncomingMessage.prototype._read.call(this, size);
  };
}

function sendContinue(incoming: Incoming): void {
  const send = incoming.sendContinue;
  incoming.sendContinue = undefined;
  send?.();
}

/** Tells whether the client still waits for leave to send its body. */
export const awaitsContinue = (request: IncomingMessage): boolean => (request as Incoming).sendContinue !== undefined;

/**
 * Calls `close` when a body that is being discarded has arrived, or after some seconds: the kernel would answer further
 * bytes by a reset, and the client would lose the answer that it has been sent.
 */
export function linger(request: IncomingMessage, close: () => void): void {
  const incoming = request as Incoming;
  const timer = setTimeout(close, LINGER_MS);
  const end = (): void => {
    clearTimeout(timer);
    close();
  };
  if (incoming.isStreamed) request.on('end', end).resume();
  else incoming.sink = (piece) => piece === null && end();
  request.once('close', () => clearTimeout(timer));
}

/** Counts the bytes of a body that are kept until its answer, `size` in all; returns false where there is no room. */
export function holdBody(request: IncomingMessage, size: number): boolean {
  const incoming = request as Incoming;
  if (incoming.memory?.counts(size) !== true) return true;
  if (!incoming.memory.take(size - incoming.heldBytes)) return false;
  incoming.heldBytes = size;
  return true;
}

/** Tells that a body isn't needed any more. */
export function releaseBody(request: IncomingMessage): void {
  const incoming = request as Incoming;
  if (!(incoming.heldBytes > 0)) return;
  incoming.memory?.release(incoming.heldBytes);
  incoming.heldBytes = 0;
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
