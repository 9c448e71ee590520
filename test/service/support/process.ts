import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ExecutionContext } from 'ava';

const MAIN = new URL('../../../../service/build/main.js', import.meta.url).pathname;
const SMALL = { MODEL_DEFAULT: 'allowed', N_ESTIMATORS: '5', PORT: '0', HOST: '127.0.0.1' };

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly metricsUrl: string;
  /** Returns all that has been printed so far. */
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

const baseEnvironment = { PATH: process.env['PATH'] ?? '' };

/** Runs the service as it ships, as a process of its own, and waits until it listens. */
export async function spawnService(
  t: ExecutionContext,
  environment: Record<string, string> = {},
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [MAIN], { env: { ...baseEnvironment, ...SMALL, ...environment } });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const listening = new Promise<{ port: number; metricsPort: number }>((resolve, reject) => {
    const onText = (chunk: Buffer): void => {
      output += chunk;
      const line = output.split('\n').find((text) => text.includes('"msg":"listening"'));
      if (line !== undefined) resolve(JSON.parse(line));
    };
    child.stdout?.on('data', onText);
    child.stderr?.on('data', onText);
    exited.then((code) => reject(new Error(`the service ended with ${code}: ${output}`)), reject);
  });
  const { port, metricsPort } = await listening;
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}`,
    output: () => output,
    exited,
  };
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly file?: string;
  readonly args?: readonly string[];
  readonly onSpawn?: (child: ChildProcess) => void;
}

/** Runs a program of the service that is expected to end by itself. */
export async function runToEnd(
  environment: Record<string, string>,
  { file = 'main.js', args = [], onSpawn = () => {} }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN.replace('main.js', file), ...args], {
    env: { ...baseEnvironment, ...environment },
  });
  onSpawn(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: code as number | null, stdout, stderr };
}
