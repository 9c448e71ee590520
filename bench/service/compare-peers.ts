import { add, type Measured, measure, type Samples } from './measure.js';
import { type Contender, FEATURES, fastapi, mlserver, type RunningServer, service } from './servers.js';
import { show, spread, table } from './statistics.js';

export interface Effort {
  readonly modelPath: string;
  readonly rounds: number;
  readonly seconds: number;
}

const CONNECTIONS = [1, 16, 64, 256];
const CONTENDERS = [service, fastapi, mlserver];
/** The share of FastAPI's capacity at which latencies are compared. */
const OFFERED = 0.7;

/** Compares CPU and latency of a prediction, server by server in alternating rounds. */
export async function comparePeers({ modelPath, rounds, seconds }: Effort): Promise<string> {
  const servers = new Map<Contender, RunningServer>();
  const samples: Samples = new Map();
  const offered: Samples = new Map();
  const take = (contender: Contender, connections: number, more: { rate?: number } = {}): Promise<Measured> =>
    measure(servers.get(contender) as RunningServer, {
      path: contender.path,
      body: contender.body(FEATURES),
      connections,
      seconds,
      ...more,
    });
  try {
    for (const contender of CONTENDERS) servers.set(contender, await contender.start(modelPath));
    for (const contender of CONTENDERS) await take(contender, 16);
    for (let round = 0; round < rounds; round++) {
      for (const connections of CONNECTIONS) {
        for (const contender of CONTENDERS)
          add(samples, `${contender.name} ${connections}`, await take(contender, connections));
      }
      const capacity = spread(
        (samples.get('FastAPI 64') ?? []).map((sample) => sample.answers / sample.seconds),
      ).median;
      for (const contender of [service, fastapi]) {
        add(offered, contender.name, await take(contender, 64, { rate: capacity * OFFERED }));
      }
      process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    }
  } finally {
    for (const server of servers.values()) server.stop();
  }
  return [describeCpu(samples), describeLatency(samples), describeOffered(offered)].join('\n\n');
}

const all = (samples: Samples, contender: Contender, connections: number): Measured[] =>
  samples.get(`${contender.name} ${connections}`) ?? [];

function describeCpu(samples: Samples): string {
  const head = ['connections', ...CONTENDERS.map(({ name }) => `${name}, µs CPU`), 'FastAPI ÷ this', 'MLServer ÷ this'];
  const rows = CONNECTIONS.map((connections) => {
    const figures = CONTENDERS.map((contender) => all(samples, contender, connections).map(({ cpu }) => cpu));
    const [own = [], ...peers] = figures;
    // Each ratio is taken within one round, in which the machine was equally busy for both.
    const ratios = peers.map((peer) => spread(peer.map((cpu, round) => cpu / (own[round] ?? Number.NaN))));
    return [
      String(connections),
      ...figures.map((cpu) => show(spread(cpu))),
      ...ratios.map((ratio) => `${show(ratio)}×`),
    ];
  });
  return `### CPU of the server per prediction: median (least–most)\n\n${table(head, rows)}`;
}

function describeLatency(samples: Samples): string {
  const head = ['connections', ...CONTENDERS.map(({ name }) => `${name}: predictions/s, p50, p99 in ms`)];
  const rows = CONNECTIONS.map((connections) => [
    String(connections),
    ...CONTENDERS.map((contender) => {
      const taken = all(samples, contender, connections);
      const median = (pick: (sample: Measured) => number): number => spread(taken.map(pick)).median;
      const perSecond = median(({ answers, seconds }) => answers / seconds);
      return `${perSecond.toFixed(0)}, ${median(({ p50 }) => p50).toFixed(1)}, ${median(({ p99 }) => p99).toFixed(1)}`;
    }),
  ]);
  return `### Throughput and latency, medians\n\n${table(head, rows)}`;
}

function describeOffered(offered: Samples): string {
  const head = ['server', 'p50 in ms', 'p99 in ms'];
  const rows = [service, fastapi].map(({ name }) => {
    const taken = offered.get(name) ?? [];
    return [name, show(spread(taken.map(({ p50 }) => p50))), show(spread(taken.map(({ p99 }) => p99)))];
  });
  const title = `### Latency at the same offered load, ${OFFERED * 100} % of FastAPI's capacity, 64 connections`;
  return `${title}\n\n${table(head, rows)}`;
}
