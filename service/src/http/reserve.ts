import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Listener } from './exchange.js';

/** The connections beyond the limit that are kept for probes: Kubernetes would restart a full pod whose probes fail. */
const RESERVE = 32;
/** The time after which a connection of the reserve is closed, so that clients can't occupy it. */
const LIFETIME_MS = 2000;

export interface Reserve {
  /** Wraps a listener: on connections beyond the limit, probes are answered and other requests refused. */
  readonly restrict: (listener: Listener) => Listener;
  /** Counts a server's connections. Beyond the limit and the reserve, node:http drops them. */
  readonly watch: (server: Server) => void;
}

export interface ReserveOptions {
  /** The connections that are answered without restriction. */
  readonly limit: number;
  /** The paths that are answered on further connections. */
  readonly probes: ReadonlySet<string>;
  /** Answers other requests on further connections. */
  readonly refuse: Listener;
}

/** Creates the reserve of a server. */
export function createReserve({ limit, probes, refuse }: ReserveOptions): Reserve {
  const reserved = new Set<Socket>();
  let open = 0;
  return {
    restrict: (listener) => (request, response) => {
      if (reserved.size === 0 || !reserved.has(request.socket)) return listener(request, response);
      response.shouldKeepAlive = false;
      return probes.has(request.url ?? '') ? listener(request, response) : refuse(request, response);
    },
    watch: (server) => {
      server.maxConnections = limit + RESERVE;
      server.on('connection', (socket: Socket) => {
        if (++open > limit) hold(socket, reserved);
        socket.once('close', () => {
          open -= 1;
          reserved.delete(socket);
        });
      });
    },
  };
}

function hold(socket: Socket, reserved: Set<Socket>): void {
  reserved.add(socket);
  const timer = setTimeout(() => socket.destroy(), LIFETIME_MS);
  socket.once('close', () => clearTimeout(timer));
}
