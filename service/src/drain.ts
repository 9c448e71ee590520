import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface DrainOptions {
  readonly servers: readonly Server[];
  readonly log: Logger;
  readonly delaySeconds: number;
  readonly graceSeconds: number;
  /** Turns readiness off. */
  readonly onStart: () => void;
}

const INTERRUPTED = 130;
const TERMINATED = 143;

/**
 * Ends the process in order: readiness off; still serving while load balancers learn of it; no new connections;
 * accepted requests finish; exit 0. Past the grace period, or at a second signal, it ends at once with an error code.
 */
export function drainOnSignal(options: DrainOptions): void {
  let isDraining = false;
  const onSignal = (signal: 'SIGTERM' | 'SIGINT'): void => {
    if (isDraining) process.exit(signal === 'SIGINT' ? INTERRUPTED : TERMINATED);
    isDraining = true;
    // Ctrl-C comes from a person at a terminal: no load balancer has to learn of it.
    const delaySeconds = signal === 'SIGINT' ? 0 : options.delaySeconds;
    void drain({ ...options, delaySeconds }, signal);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

async function drain(
  { servers, log, delaySeconds, graceSeconds, onStart }: DrainOptions,
  signal: string,
): Promise<void> {
  log.info({ signal, delaySeconds, graceSeconds }, 'draining');
  onStart();
  setTimeout(() => {
    log.error({ graceSeconds }, 'requests were still open at the end of the grace period');
    process.exit(1);
  }, graceSeconds * 1000).unref();
  await sleep(delaySeconds * 1000);
  await Promise.all(servers.map(close));
  log.info('drained');
  process.exit(0);
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
