import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FEATURE_COUNT } from '@inference-gitops/service/forest/dataset.js';
import type { Effort } from './compare-peers.js';
import { deepNetwork } from './deep-network.js';
import { add, goodput, measure, type Samples } from './measure.js';
import { FEATURES, serviceWithWorkers } from './servers.js';
import { show, spread, table } from './statistics.js';

const LAYERS = 400;
const CONNECTIONS = 16;
const CONTENDERS = [1, 2].map(serviceWithWorkers);

/** Compares two workers with one, for a slow model. Both cores are the server's, and the load's as well. */
export async function measureWorkers({ modelPath, rounds, seconds }: Effort): Promise<string> {
  const network = join(dirname(modelPath), 'network.onnx');
  writeFileSync(network, deepNetwork(FEATURE_COUNT, LAYERS));
  const samples: Samples = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const { name, start, path, body } of CONTENDERS) {
      const server = await start(network);
      const load = { path, body: body(FEATURES), connections: CONNECTIONS, seconds };
      try {
        await measure(server, load);
        add(samples, name, await measure(server, load));
      } finally {
        server.stop();
      }
    }
  }
  const [one = [], two = []] = [...samples.values()].map((rounds) => rounds.map(goodput));
  const ratio = spread(two.map((rate, round) => rate / (one[round] ?? Number.NaN)));
  const rows = [[show(spread(one)), show(spread(two)), `${show(ratio, 2)}×`]];
  const head = ['one worker, answers/s', 'two workers', 'ratio, at least 1.7×'];
  return `### Workers, a network of ${LAYERS} layers: median (least–most)\n\n${table(head, rows)}`;
}
