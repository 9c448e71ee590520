import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Effort } from './compare-peers.js';
import { before, type Contender, FEATURES, onCores, type RunningServer, service } from './servers.js';
import { show, spread, table } from './statistics.js';

const run = promisify(execFile);

const SETTLED = 64;
const NEWCOMERS = 200;
const AT_ONCE = 256;
const SETTLING_MS = 1000;

interface Sample {
  readonly newcomers: number;
  readonly settled: number;
  readonly atOnce: number;
}

/**
 * Measures how long clients wait that connect to a busy server. Our own load connects before it measures; wrk opens all
 * connections at once and counts the first answers as well.
 */
export async function measureNewcomers({ modelPath, rounds, seconds }: Effort): Promise<string> {
  const script = join(dirname(modelPath), 'predict.lua');
  const headers = 'wrk.method = "POST"; wrk.headers["content-type"] = "application/json"';
  writeFileSync(script, `${headers}; wrk.body = [[${service.body(FEATURES)}]]\n`);
  const samples = new Map<Contender, Sample[]>([
    [service, []],
    [before, []],
  ]);
  for (let round = 0; round < rounds; round++) {
    for (const [contender, taken] of samples) taken.push(await sample(contender, { modelPath, script, seconds }));
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  const rows = [...samples].map(([{ name }, taken]) => {
    const of = (pick: (sample: Sample) => number) => show(spread(taken.map(pick)));
    const ratio = spread(taken.map(({ newcomers, settled }) => newcomers / settled));
    return [
      name,
      of(({ settled }) => settled),
      of(({ newcomers }) => newcomers),
      `${show(ratio)}×`,
      of(({ atOnce }) => atOnce),
    ];
  });
  const head = [
    'server',
    `p99 of ${SETTLED} settled, ms`,
    `p99 of the first answers to ${NEWCOMERS} that connect at once`,
    'ratio, at most 5×',
    `wrk: p99 of ${AT_ONCE} from the start`,
  ];
  return `### Newcomers: median (least–most)\n\n${table(head, rows)}`;
}

interface Plan {
  readonly modelPath: string;
  readonly script: string;
  readonly seconds: number;
}

async function sample(contender: Contender, { modelPath, script, seconds }: Plan): Promise<Sample> {
  const server = await contender.start(modelPath);
  try {
    await wrk(server, SETTLED, { script, seconds: 1 });
    const settled = wrk(server, SETTLED, { script, seconds: Math.max(3, seconds) });
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
    const newcomers = await firstAnswers(server);
    return { newcomers, settled: await settled, atOnce: await wrk(server, AT_ONCE, { script, seconds }) };
  } finally {
    server.stop();
  }
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

/** Runs wrk and returns the p99 of latency in milliseconds. */
async function wrk(server: RunningServer, connections: number, { script, seconds }: Omit<Plan, 'modelPath'>) {
  const url = `http://127.0.0.1:${server.port}${service.path}`;
  const load = ['wrk', '-t1', `-c${connections}`, `-d${seconds}`, '--latency', '-s', script, url];
  const [program, ...args] = onCores([1], load) as [string, ...string[]];
  const { stdout } = await run(program, args);
  const [, value, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  return Number(value) * (UNITS[unit ?? ''] ?? Number.NaN);
}

/** Connects all newcomers at once and returns the p99 of the time to their first answers, in milliseconds. */
async function firstAnswers({ port }: RunningServer): Promise<number> {
  const body = service.body(FEATURES);
  const request =
    `POST ${service.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
    `content-length: ${body.length}\r\n\r\n${body}`;
  const startedAt = performance.now();
  const first = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1').on('error', reject);
      socket.write(request);
      socket.once('data', () => {
        socket.destroy();
        resolve(performance.now() - startedAt);
      });
    });
  const waits = await Promise.all(Array.from({ length: NEWCOMERS }, first));
  return waits.sort((one, other) => one - other)[Math.floor(NEWCOMERS * 0.99)] as number;
}

/** Tells whether wrk is installed. */
export function hasWrk(): boolean {
  try {
    execFileSync('which', ['wrk']);
    return true;
  } catch {
    return false;
  }
}
