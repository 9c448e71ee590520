import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

interface Program {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Processes {
  /** Starts a program, and starts it again whenever it ends, as a node's kubelet would. */
  start(program: Program): void;
  /** Ends all of them. */
  stop(): Promise<void>;
}

/** @param logs a folder for `<name>.log`, and `<name>.pid` while it runs */
export function processesIn(logs: string): Processes {
  const running = new Map<string, ChildProcess>();
  let ending = false;
  mkdirSync(logs, { recursive: true });

  function start(program: Program): void {
    const log = openSync(`${logs}/${program.name}.log`, 'a');
    const child = spawn(program.command, program.arguments, {
      // A group of its own: Ctrl-C reaches it through us, in order.
      detached: true,
      stdio: ['ignore', log, log],
      // There is memory enough, and else a quarter of the API server's time goes into collecting garbage.
      env: { PATH: process.env['PATH'], GOGC: '400', ...program.environment },
    });
    closeSync(log);
    child.once('error', (error) => writeFileSync(`${logs}/${program.name}.log`, `${error.message}\n`, { flag: 'a' }));
    if (child.pid === undefined) return;
    writeFileSync(`${logs}/${program.name}.pid`, String(child.pid));
    running.set(program.name, child);
    child.once('exit', () => {
      running.delete(program.name);
      rmSync(`${logs}/${program.name}.pid`, { force: true });
      if (!ending) setTimeout(() => !ending && start(program), 1000);
    });
  }

  async function stop(): Promise<void> {
    ending = true;
    await Promise.all(
      [...running.values()].map(async (child) => {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
  }

  return { start, stop };
}

/** Ports that were given out: whoever got one may not listen on it yet. */
const given = new Set<number>();

/** Ports on loopback that nobody listens on at this moment, each another one. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  const ports: number[] = [];
  while (ports.length < count) {
    const server = createServer().listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    if (given.has(port)) continue;
    given.add(port);
    ports.push(port);
  }
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
