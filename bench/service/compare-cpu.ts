import type { Effort } from './compare-peers.js';
import { add, measure, type Samples } from './measure.js';
import {
  before,
  type Contender,
  FEATURES,
  hasCargo,
  type RunningServer,
  rustForest,
  rustRuntime,
  service,
} from './servers.js';
import { show, spread, table } from './statistics.js';

const CONNECTIONS = [1, 16, 64, 256];

/** Compares the CPU of a prediction with the service before; the goal is at most 1.05 times as much. */
export const compareBefore = (effort: Effort): Promise<string> => compareCpu(effort, 'the service before', [before]);

/** Compares the CPU of a prediction with compiled servers, where there is a compiler. */
export async function compareLimit(effort: Effort): Promise<string> {
  if (!hasCargo()) return 'The compiled limit needs cargo.';
  return compareCpu(effort, 'compiled servers', [rustRuntime, rustForest]);
}

/** Measures this service and others in alternating rounds. */
async function compareCpu(effort: Effort, title: string, others: readonly Contender[]): Promise<string> {
  const contenders = [service, ...others];
  const samples = await takeSamples(effort, contenders);
  const cpu = ({ name }: Contender, connections: number): number[] =>
    (samples.get(`${name} ${connections}`) ?? []).map((measured) => measured.cpu);
  const rows = CONNECTIONS.map((connections) => {
    const own = cpu(service, connections);
    // Each ratio is taken within one round, in which the machine was equally busy for all.
    const ratios = others.map((other) =>
      spread(cpu(other, connections).map((used, round) => (own[round] ?? Number.NaN) / used)),
    );
    return [
      String(connections),
      ...contenders.map((contender) => show(spread(cpu(contender, connections)))),
      ...ratios.map((ratio) => `${show(ratio, 2)}×`),
    ];
  });
  const head = [
    'connections',
    ...contenders.map(({ name }) => `${name}, µs CPU`),
    ...others.map(({ name }) => `this ÷ ${name}`),
  ];
  return `### CPU of a prediction beside ${title}: median (least–most)\n\n${table(head, rows)}`;
}

async function takeSamples({ modelPath, rounds, seconds }: Effort, contenders: readonly Contender[]): Promise<Samples> {
  const samples: Samples = new Map();
  const servers = new Map<Contender, RunningServer>();
  const take = (contender: Contender, connections: number) =>
    measure(servers.get(contender) as RunningServer, {
      path: contender.path,
      body: contender.body(FEATURES),
      connections,
      seconds,
    });
  try {
    for (const contender of contenders) servers.set(contender, await contender.start(modelPath));
    for (const contender of contenders) await take(contender, 64);
    for (let round = 0; round < rounds; round++) {
      for (const connections of CONNECTIONS) {
        for (const contender of contenders)
          add(samples, `${contender.name} ${connections}`, await take(contender, connections));
      }
      process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    }
  } finally {
    for (const server of servers.values()) server.stop();
  }
  return samples;
}
