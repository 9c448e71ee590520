import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FEATURE_COUNT, makeDataset } from '@inference-gitops/service/forest/dataset.js';
import { trainForest } from '@inference-gitops/service/forest/forest.js';
import { forestToOnnx } from '@inference-gitops/service/forest/to-onnx.js';
import type { Tree } from '@inference-gitops/service/forest/tree.js';
import type { Effort } from './compare-peers.js';
import { deepNetwork } from './deep-network.js';
import { add, goodput, type Measured, measure, perSecond, type Samples } from './measure.js';
import { FEATURES, service } from './servers.js';
import { show, spread, table } from './statistics.js';

const CLOSED = [8, 16, 32, 64];
const OPEN_CONNECTIONS = 256;
/** The rates of load, as shares of the capacity. Latency without load is taken from the first. */
const SHARES = [0.1, 0.5, 2, 10];

const LAYERS = [800, 400];
/** The trees of a forest of 90 MB: at ten times its capacity, more is to be refused than a core can refuse. */
const MANY_TREES = 12_000;

/**
 * Measures overload: ten times the requests a second that the server can answer, and ten times the usual connections.
 */
export async function measureOverload({ modelPath, rounds, seconds }: Effort): Promise<string> {
  const folder = dirname(modelPath);
  const write = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const parts: string[] = [];
  for (const layers of LAYERS) {
    const network = write('network.onnx', deepNetwork(FEATURE_COUNT, layers));
    parts.push(`### Overload, a network of ${layers} layers\n\n${await overload(network, rounds, seconds)}`);
  }
  const forest = write('large.onnx', repeatTrees(MANY_TREES));
  parts.push(
    `### Overload, a forest of ${MANY_TREES} trees\n\n${await overload(forest, rounds, seconds)}`,
    `### As many as ask again at once, the default model\n\n${await crowd(modelPath, rounds, seconds)}`,
  );
  return parts.join('\n\n');
}

async function overload(modelPath: string, rounds: number, seconds: number): Promise<string> {
  return withServer(modelPath, async (load) => {
    const closed: Samples = new Map();
    const open: Samples = new Map();
    for (let round = 0; round < rounds; round++) {
      for (const connections of CLOSED) add(closed, `${connections} connections`, await load({ connections, seconds }));
      for (const share of SHARES) {
        const rate = share * spread(capacityOf(closed)).median;
        add(open, `${share} × capacity`, await load({ connections: OPEN_CONNECTIONS, rate, seconds }));
      }
    }
    return describe(new Map([...closed, ...open]), capacityOf(closed), `${SHARES[0]} × capacity`);
  });
}

const USUAL_CROWD = 64;

async function crowd(modelPath: string, rounds: number, seconds: number): Promise<string> {
  return withServer(modelPath, async (load) => {
    const samples: Samples = new Map();
    const usual = `${USUAL_CROWD} connections`;
    for (let round = 0; round < rounds; round++) {
      for (const times of [1, 10, 40]) {
        const connections = times * USUAL_CROWD;
        add(samples, `${connections} connections`, await load({ connections, seconds }));
      }
    }
    return describe(samples, (samples.get(usual) as Measured[]).map(goodput), usual);
  });
}

/** Returns, by round, the goodput of the load with the greatest median. The greatest figure may be an outlier. */
const capacityOf = (closed: Samples): number[] =>
  [...closed.values()]
    .map((rounds) => rounds.map(goodput))
    .reduce((best, other) => (spread(other).median > spread(best).median ? other : best));

type Load = (plan: { connections: number; rate?: number; seconds: number }) => Promise<Measured>;

/** Starts a server, warms it up, and stops it at the end. */
async function withServer<T>(modelPath: string, use: (load: Load) => Promise<T>): Promise<T> {
  const server = await service.start(modelPath);
  const load: Load = (plan) => measure(server, { path: service.path, body: service.body(FEATURES), ...plan });
  try {
    await load({ connections: USUAL_CROWD, seconds: 2 });
    return await use(load);
  } finally {
    server.stop();
  }
}

/** Repeats the default model's trees. Loading and running costs as much as with so many different trees. */
function repeatTrees(trees: number): Uint8Array {
  const forest = trainForest(makeDataset(42, 2000), 42, 100);
  const repeated = Array.from({ length: trees }, (_, index) => forest[index % forest.length] as Tree);
  return forestToOnnx(repeated, FEATURE_COUNT, {});
}

const HEAD = [
  'load',
  'answered/s',
  'of capacity',
  'refused/s',
  'p50 in ms',
  'p99 in ms',
  '÷ p99 without load',
  'p99 from sending',
  'p99 of refusals',
];

/**
 * Describes samples as a table.
 * @param capacity of each round: a machine that others use is faster in one than in the next
 * @param unloaded the load whose p99 others are compared with
 */
function describe(samples: Samples, capacity: readonly number[], unloaded: string): string {
  const p99 = (rounds: readonly Measured[]) => spread(rounds.map((round) => round.p99)).median;
  const alone = p99(samples.get(unloaded) as Measured[]);
  const rows = [...samples].map(([name, rounds]) => {
    const of = (value: (round: Measured, index: number) => number, digits?: number) =>
      show(spread(rounds.map(value)), digits);
    const refused = rounds.filter(({ refusedP99 }) => refusedP99 !== null);
    return [
      name,
      of(goodput, 0),
      `${of((round, index) => (goodput(round) / (capacity[index] ?? Number.NaN)) * 100, 0)} %`,
      of((round) => perSecond(round, '503'), 0),
      of((round) => round.p50),
      of((round) => round.p99),
      (p99(rounds) / alone).toFixed(1),
      of((round) => round.sentP99),
      refused.length > 0 ? show(spread(refused.map(({ refusedP99 }) => refusedP99 as number))) : '',
    ];
  });
  return table(HEAD, rows);
}
