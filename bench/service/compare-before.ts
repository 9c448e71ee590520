import type { Effort } from './compare-peers.js';
import { add, measure, type Samples } from './measure.js';
import { before, FEATURES, type RunningServer, service } from './servers.js';
import { show, spread, table } from './statistics.js';

const CONNECTIONS = [1, 16, 64, 256];
/** The goal: so many times the CPU of the service before, at most. */
const GOAL = 1.05;

/** Compares the CPU of a prediction with the service before, in alternating rounds. */
export async function compareBefore({ modelPath, rounds, seconds }: Effort): Promise<string> {
  const samples: Samples = new Map();
  const servers = [await service.start(modelPath), await before.start(modelPath)] as const;
  const take = (server: RunningServer, connections: number) =>
    measure(server, { path: service.path, body: service.body(FEATURES), connections, seconds });
  try {
    for (const server of servers) await take(server, 64);
    for (let round = 0; round < rounds; round++) {
      for (const connections of CONNECTIONS) {
        for (const index of [0, 1] as const)
          add(samples, `${index} ${connections}`, await take(servers[index], connections));
      }
      process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    }
  } finally {
    for (const server of servers) server.stop();
  }
  const cpu = (index: number, connections: number) =>
    (samples.get(`${index} ${connections}`) ?? []).map((each) => each.cpu);
  const rows = CONNECTIONS.map((connections) => {
    const [now, then] = [cpu(0, connections), cpu(1, connections)];
    // Each ratio is taken within one round, in which the machine was equally busy for both.
    const ratio = spread(now.map((used, round) => used / (then[round] ?? Number.NaN)));
    const verdict = ratio.median <= GOAL ? 'met' : 'missed';
    return [String(connections), show(spread(now)), show(spread(then)), `${show(ratio, 2)}×`, verdict];
  });
  const head = ['connections', `${service.name}, µs CPU`, `${before.name}, µs CPU`, 'ratio', `at most ${GOAL}×`];
  return `### CPU of a prediction beside the service before: median (least–most)\n\n${table(head, rows)}`;
}
