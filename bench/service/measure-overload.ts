import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FEATURE_COUNT, makeDataset } from '@inference-gitops/service/forest/dataset.js';
import { trainForest } from '@inference-gitops/service/forest/forest.js';
import { forestToOnnx } from '@inference-gitops/service/forest/to-onnx.js';
import type { Tree } from '@inference-gitops/service/forest/tree.js';
import type { Effort } from './compare-peers.js';
import { deepNetwork } from './deep-network.js';
import { type Measured, measure } from './measure.js';
import { FEATURES, service } from './servers.js';
import { table } from './statistics.js';

/** The most that any of these gets is the capacity. */
const CLOSED = [8, 16, 32, 64];
const OPEN_CONNECTIONS = 256;
const SHARES = [0.1, 0.5, 2, 10];

const LAYERS = [800, 400];
/** A forest of 90 MB: at ten times its capacity there is more to refuse than a core can refuse. */
const MANY_TREES = 12_000;

/** Ten times the requests a second that the server can answer, sent whether it answers or not; and ten times the usual connections. */
export async function measureOverload({ modelPath, seconds }: Effort): Promise<string> {
  const folder = dirname(modelPath);
  const write = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const parts: string[] = [];
  for (const layers of LAYERS) {
    const network = write('network.onnx', deepNetwork(FEATURE_COUNT, layers));
    parts.push(`### Overload, a network of ${layers} layers\n\n${await overload(network, seconds)}`);
  }
  const forest = write('large.onnx', repeatTrees(MANY_TREES));
  parts.push(
    `### Overload, a forest of ${MANY_TREES} trees\n\n${await overload(forest, seconds)}`,
    `### As many as ask again at once, the default model\n\n${await crowd(modelPath, seconds)}`,
  );
  return parts.join('\n\n');
}

async function overload(modelPath: string, seconds: number): Promise<string> {
  return withServer(modelPath, async (load) => {
    const closed: Measured[] = [];
    for (const connections of CLOSED) closed.push(await load({ connections, seconds }));
    const capacity = Math.max(...closed.map(goodput));
    const rows = closed.map((measured, index) => describe(`${CLOSED[index]} connections`, measured, capacity));
    for (const share of SHARES) {
      const measured = await load({ connections: OPEN_CONNECTIONS, rate: capacity * share, seconds });
      rows.push(describe(`${share} × capacity`, measured, capacity));
    }
    return table(HEAD, rows);
  });
}

const USUAL_CROWD = 64;

async function crowd(modelPath: string, seconds: number): Promise<string> {
  return withServer(modelPath, async (load) => {
    const usual = await load({ connections: USUAL_CROWD, seconds });
    const rows = [describe(`${USUAL_CROWD} connections`, usual, goodput(usual))];
    for (const connections of [USUAL_CROWD * 10, USUAL_CROWD * 40])
      rows.push(describe(`${connections} connections`, await load({ connections, seconds }), goodput(usual)));
    return table(HEAD, rows);
  });
}

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
