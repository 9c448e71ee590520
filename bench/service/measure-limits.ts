import { spawn } from 'node:child_process';
import type { Effort } from './compare-peers.js';
import { measure } from './measure.js';
import { cpuSeconds, memory } from './process-figures.js';
import { FEATURES, freePort, onCores, type RunningServer, service } from './servers.js';
import { show, spread, table } from './statistics.js';

const MAIN = new URL('../../../service/build/main.js', import.meta.url).pathname;
const BODY = service.body(FEATURES);

/** Measures the time from the process's start to its first prediction, and the memory it then has, on one core. */
export async function measureStart({ modelPath, rounds }: Effort): Promise<string> {
  const ways = {
    'a model file': { MODEL_PATH: modelPath },
    'training 100 trees': { MODEL_DEFAULT: 'allowed', N_ESTIMATORS: '100' },
  };
  const rows: string[][] = [];
  for (const [name, environment] of Object.entries(ways)) {
    const starts: Start[] = [];
    for (let round = 0; round < rounds; round++) starts.push(await startOnce(environment));
    const figure = (pick: (start: Start) => number, digits: number): string => show(spread(starts.map(pick)), digits);
    rows.push([
      name,
      figure(({ seconds }) => seconds, 2),
      figure(({ cpu }) => cpu, 2),
      figure(({ mebibytes }) => mebibytes, 0),
    ]);
  }
  return `### Cold start\n\n${table(['from', 'seconds to the first prediction', 'of them CPU', 'RSS in MiB'], rows)}`;
}

interface Start {
  readonly seconds: number;
  readonly cpu: number;
  readonly mebibytes: number;
}

async function startOnce(environment: Record<string, string>): Promise<Start> {
  const port = await freePort();
  const [program, ...args] = onCores([0], [process.execPath, MAIN]) as [string];
  const startedAt = performance.now();
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'warn', ...environment },
    stdio: 'ignore',
  });
  const headers = { 'content-type': 'application/json' };
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/predict-single`, { method: 'POST', headers, body: BODY }).catch(() => undefined);
  while (!(await ask())?.ok) await new Promise((resolve) => setTimeout(resolve, 5));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = cpuSeconds(child.pid as number);
  const mebibytes = memory(child.pid as number).now;
  child.kill('SIGKILL');
  return { seconds, cpu, mebibytes };
}

const USUAL_CONNECTIONS = 64;

/** Measures memory over minutes of full load; the first minute warms up. */
export async function measureSoak({ modelPath }: Effort, minutes: number): Promise<string> {
  const server: RunningServer = await service.start(modelPath);
  const rows: string[][] = [];
  try {
    for (let minute = 0; minute <= minutes; minute++) {
      const { answers, statuses } = await measure(server, {
        path: service.path,
        body: BODY,
        connections: USUAL_CONNECTIONS,
        seconds: 60,
      });
      rows.push([String(minute), String(answers), JSON.stringify(statuses), memory(server.pid).now.toFixed(1)]);
      process.stderr.write(`minute ${minute} of ${minutes}\n`);
    }
  } finally {
    server.stop();
  }
  return `### Soak\n\n${table(['minute', 'answers', 'by status', 'RSS in MiB'], rows)}`;
}
