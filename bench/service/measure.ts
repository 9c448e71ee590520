import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { LoadPlan, LoadResult } from './load.js';
import { cpuSeconds } from './process-figures.js';
import { onCores, type RunningServer } from './servers.js';

const LOAD = new URL('./load.js', import.meta.url).pathname;
const run = promisify(execFile);

/** A load's outcome, with the server's CPU for each answer in microseconds. */
export interface Measured extends LoadResult {
  readonly cpu: number;
}

/** Answers with this status a second. */
export const perSecond = ({ statuses, seconds }: Measured, status: string): number => (statuses[status] ?? 0) / seconds;

export const goodput = (round: Measured): number => perSecond(round, '200');

/** The measurements of each round, by the name of what was measured. */
export type Samples = Map<string, Measured[]>;

export function add(samples: Samples, name: string, measured: Measured): void {
  samples.set(name, [...(samples.get(name) ?? []), measured]);
}

/** Applies a load from a process on another core and reads what CPU it cost the server. */
export async function measure(server: RunningServer, plan: Omit<LoadPlan, 'port'>): Promise<Measured> {
  const [program, ...args] = onCores([1], [process.execPath, LOAD, JSON.stringify({ port: server.port, ...plan })]) as [
    string,
  ];
  const before = cpuSeconds(server.pid);
  const { stdout } = await run(program, args, { maxBuffer: 2 ** 20 });
  const used = cpuSeconds(server.pid) - before;
  const result = JSON.parse(stdout) as LoadResult;
  return { ...result, cpu: (used / result.answers) * 1e6 };
}
