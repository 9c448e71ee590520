import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Effort } from './compare-peers.js';
import { measure } from './measure.js';
import { onCores, service } from './servers.js';
import { show, spread, table } from './statistics.js';

const ROWS = 256;
const RAW = new URL('./raw-batch.js', import.meta.url).pathname;

/** Compares /predict with many rows with JSON parsing and one session.run of the same rows. */
export async function measureBatch({ modelPath, rounds, seconds }: Effort): Promise<string> {
  const cell = (row: number, column: number): number => Math.round(Math.sin(row * 7 + column) * 1000) / 1000;
  const instances = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: 20 }, (_, column) => cell(row, column)),
  );
  const body = JSON.stringify({ instances });
  const bodyPath = join(dirname(modelPath), 'batch.json');
  writeFileSync(bodyPath, body);
  const server = await service.start(modelPath);
  const served: number[] = [];
  const raw: number[] = [];
  try {
    const plan = { path: '/predict', body, connections: 4, seconds };
    await measure(server, plan);
    for (let round = 0; round < rounds; round++) {
      served.push((await measure(server, plan)).cpu);
      const [program, ...args] = onCores([0], [process.execPath, RAW, modelPath, bodyPath]) as [string];
      raw.push(Number(execFileSync(program, args, { encoding: 'utf8' })));
    }
  } finally {
    server.stop();
  }
  const ratio = spread(served.map((cpu, round) => cpu / (raw[round] ?? Number.NaN)));
  const row = [show(spread(served), 0), show(spread(raw), 0), `${show(ratio, 2)}×`];
  const figures = table(['this service', 'JSON.parse + session.run alone', 'ratio'], [row]);
  return `### /predict with ${ROWS} rows, µs CPU\n\n${figures}`;
}
