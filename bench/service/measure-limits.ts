import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FEATURE_COUNT, makeDataset } from '@inference-gitops/service/forest/dataset.js';
import { trainForest } from '@inference-gitops/service/forest/forest.js';
import { forestToOnnx } from '@inference-gitops/service/forest/to-onnx.js';
import type { Tree } from '@inference-gitops/service/forest/tree.js';
import type { Effort } from './compare-peers.js';
import { type Measured, measure } from './measure.js';
import { cpuSeconds, memory } from './process-figures.js';
import { freePort, onCore, type RunningServer, service } from './servers.js';
import { show, spread, table } from './statistics.js';

const MAIN = new URL('../../../service/build/main.js', import.meta.url).pathname;
const BODY = service.body(Array.from({ length: 20 }, (_, index) => Math.round(Math.cos(index) * 1000) / 1000));
const SINGLE = { path: '/predict-single', body: BODY };

/** From starting the process to its first prediction, and the memory it then has; one core. */
export async function measureStart({ modelPath, rounds }: Effort): Promise<string> {
  const ways = { 'a model file': { MODEL_PATH: modelPath }, 'training 100 trees': { N_ESTIMATORS: '100' } };
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
  const [program, ...args] = onCore(0, [process.execPath, MAIN]) as [string];
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
const OVERLOAD = 10;
/** A forest of 90 MB, for which the load core can offer ten times what the server's core can do. */
const MANY_TREES = 12_000;

const CROWD = 1024;

/** Ten times the requests a second that the server can answer, sent whether it answers or not. */
export async function measureOverload({ modelPath, seconds }: Effort): Promise<string> {
  const largePath = join(dirname(modelPath), 'large.onnx');
  writeFileSync(largePath, repeatTrees(MANY_TREES));
  const parts = [
    `### Overload, a forest of ${MANY_TREES} trees\n\n${await overload(largePath, seconds)}`,
    `### As many as ask again at once, the default model\n\n${await crowd(modelPath, seconds)}`,
  ];
  return parts.join('\n\n');
}

async function overload(modelPath: string, seconds: number): Promise<string> {
  return withServer(modelPath, async (load) => {
    await load({ connections: USUAL_CONNECTIONS, seconds });
    const full = await load({ connections: USUAL_CONNECTIONS, seconds });
    const capacity = goodput(full);
    const atRate = (share: number) => load({ connections: CROWD, rate: capacity * share, seconds });
    const rows = [describe(`${USUAL_CONNECTIONS} connections, each at once again`, full, capacity)];
    for (const share of [0.1, 0.5, 2, OVERLOAD])
      rows.push(describe(`${share} × capacity`, await atRate(share), capacity));
    return table(HEAD, rows);
  });
}

async function crowd(modelPath: string, seconds: number): Promise<string> {
  return withServer(modelPath, async (load) => {
    await load({ connections: USUAL_CONNECTIONS, seconds });
    const full = await load({ connections: USUAL_CONNECTIONS, seconds });
    const rows = [describe(`${USUAL_CONNECTIONS} connections`, full, goodput(full))];
    for (const connections of [USUAL_CONNECTIONS * OVERLOAD, USUAL_CONNECTIONS * OVERLOAD * 4]) {
      rows.push(describe(`${connections} connections`, await load({ connections, seconds }), goodput(full)));
    }
    return table(HEAD, rows);
  });
}

type Load = (plan: { connections: number; rate?: number; seconds: number }) => Promise<Measured>;

async function withServer<T>(modelPath: string, use: (load: Load) => Promise<T>): Promise<T> {
  const server = await service.start(modelPath);
  try {
    return await use((plan) => measure(server, { ...SINGLE, ...plan }));
  } finally {
    server.stop();
  }
}

/** The default model's trees over and over: as much to load and to run as a forest of so many different ones. */
function repeatTrees(trees: number): Uint8Array {
  const forest = trainForest(makeDataset(42, 2000), 42, 100);
  const repeated = Array.from({ length: trees }, (_, index) => forest[index % forest.length] as Tree);
  return forestToOnnx(repeated, FEATURE_COUNT, {});
}

const HEAD = [
  'load',
  'answers by status',
  'goodput/s',
  'of capacity',
  'p50, p99 of 200s in ms',
  'p99 from sending',
  'p99 of refusals',
];

const goodput = ({ statuses, seconds }: Measured): number => (statuses['200'] ?? 0) / seconds;

const describe = (name: string, measured: Measured, capacity: number): string[] => [
  name,
  JSON.stringify(measured.statuses),
  goodput(measured).toFixed(0),
  `${((goodput(measured) / capacity) * 100).toFixed(0)} %`,
  `${measured.p50.toFixed(1)}, ${measured.p99.toFixed(1)}`,
  measured.sentP99.toFixed(1),
  measured.refusedP99?.toFixed(1) ?? '',
];

/** Memory over minutes of full load; the first minute warms up. */
export async function measureSoak({ modelPath }: Effort, minutes: number): Promise<string> {
  const server: RunningServer = await service.start(modelPath);
  const rows: string[][] = [];
  try {
    for (let minute = 0; minute <= minutes; minute++) {
      const { answers, statuses } = await measure(server, { ...SINGLE, connections: USUAL_CONNECTIONS, seconds: 60 });
      rows.push([String(minute), String(answers), JSON.stringify(statuses), memory(server.pid).now.toFixed(1)]);
      process.stderr.write(`minute ${minute} of ${minutes}\n`);
    }
  } finally {
    server.stop();
  }
  return `### Soak\n\n${table(['minute', 'answers', 'by status', 'RSS in MiB'], rows)}`;
}
