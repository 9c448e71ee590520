import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Listener } from './exchange.js';

/** Connections beyond the limit that may still ask how the service is: else a full one would be taken for a dead one. */
const RESERVE = 32;
/** Nobody else can sit on the reserve. */
const LIFETIME_MS = 2000;
const PROBES = new Set(['/livez', '/readyz', '/health', '/metrics', '/v2/health/live', '/v2/health/ready']);

export interface Reserve {
  /** Answers probes on connections beyond the limit, and refuses the rest of what comes on them. */
  readonly guard: (listener: Listener) => Listener;
  /** Counts the server's connections; beyond the limit and the reserve, node:http drops them. */
  readonly watch: (server: Server) => void;
}

export function createReserve(limit: number, refuse: Listener): Reserve {
  const reserved = new Set<Socket>();
  let open = 0;
  return {
    guard: (listener) => (request, response) => {
      if (reserved.size === 0 || !reserved.has(request.socket)) return listener(request, response);
      response.shouldKeepAlive = false;
      return PROBES.has(request.url ?? '') ? listener(request, response) : refuse(request, response);
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
