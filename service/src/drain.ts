import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { EXIT_CODES, onSignal } from './signals.js';

export interface DrainOptions {
  readonly servers: readonly Server[];
  readonly log: Logger;
  readonly delaySeconds: number;
  readonly graceSeconds: number;
  /** Called at the first signal; turns readiness off. */
  readonly onStart: () => void;
  /** Called after the last answer, before the process exits. */
  readonly onEnd: () => Promise<void>;
}

/**
 * Ends the process in order at a signal: turns readiness off, serves on until load balancers know of it, takes no new
 * connections, finishes accepted requests and exits with 0. After the grace period, or at a second signal, it exits at
 * once with an error code.
 */
export function drainOnSignal(options: DrainOptions): void {
  let isDraining = false;
  const watched = options.servers.map(watchConnections);
  onSignal((signal) => {
    if (isDraining) process.exit(EXIT_CODES[signal]);
    isDraining = true;
    // Ctrl-C comes from a terminal, where no load balancer is to be waited for.
    const delaySeconds = signal === 'SIGINT' ? 0 : options.delaySeconds;
    void drain({ ...options, delaySeconds }, watched, signal);
  });
}

async function drain(options: DrainOptions, watched: readonly Drainable[], signal: string): Promise<void> {
  const { log, delaySeconds, graceSeconds, onStart, onEnd } = options;
  log.info({ signal, delaySeconds, graceSeconds }, 'draining');
  onStart();
  setTimeout(() => {
    log.error({ graceSeconds }, 'requests were still open at the end of the grace period');
    process.exit(1);
  }, graceSeconds * 1000).unref();
  await sleep(delaySeconds * 1000);
  await Promise.all(watched.map(close));
  await onEnd();
  log.info('drained');
  process.exit(0);
}

interface Drainable {
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
}

/** Records the open connections of a server, which node:http doesn't list. */
function watchConnections(server: Server): Drainable {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return { server, sockets };
}

/**
 * Closes a server with its idle connections, and those that have never carried a byte, which node:http takes for busy.
 */
const close = ({ server, sockets }: Drainable): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
