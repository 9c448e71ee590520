import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { trainDefaultModel } from '@inference-gitops/service/forest/default-model.js';
import { compareBefore, compareLimit } from './compare-cpu.js';
import { comparePeers } from './compare-peers.js';
import { measureBatch } from './measure-batch.js';
import { measureSoak, measureStart } from './measure-limits.js';
import { hasWrk, measureNewcomers } from './measure-newcomers.js';
import { measureOverload } from './measure-overload.js';
import { measureWorkers } from './measure-workers.js';
import { isPinned } from './servers.js';

const DEFAULT_SECTIONS = ['before', 'limit', 'newcomers', 'peers', 'batch', 'start', 'workers', 'overload'];

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true, default: DEFAULT_SECTIONS },
    'soak-minutes': { type: 'string', default: '10' },
  },
});

/** Prints Markdown tables. There are the sections that run by default, and `--only soak`. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-service-'));
  const modelPath = join(folder, 'forest.onnx');
  writeFileSync(modelPath, trainDefaultModel(42, 100).bytes);
  const effort = { modelPath, rounds: Number(flags.rounds), seconds: Number(flags.seconds) };
  const sections: Readonly<Record<string, () => Promise<string>>> = {
    before: () => compareBefore(effort),
    limit: () => compareLimit(effort),
    newcomers: async () => (hasWrk() ? measureNewcomers(effort) : 'Newcomers need wrk: apt-get install wrk.'),
    peers: () => comparePeers(effort),
    batch: () => measureBatch(effort),
    start: () => measureStart(effort),
    workers: () => measureWorkers(effort),
    overload: () => measureOverload(effort),
    soak: () => measureSoak(effort, Number(flags['soak-minutes'])),
  };
  print(describeMachine());
  for (const name of flags.only) {
    const section = sections[name];
    if (section === undefined)
      throw new Error(`there is no section ${name}; there are ${Object.keys(sections).join(', ')}`);
    print(await section());
  }
  rmSync(folder, { recursive: true });
}

const print = (text: string): boolean => process.stdout.write(`${text}\n\n`);

function describeMachine(): string {
  const cpu =
    /model name\s*: (.*)/.exec(execFileSync('cat', ['/proc/cpuinfo'], { encoding: 'utf8' }))?.[1] ?? 'unknown CPU';
  return `${cpu}, Node ${process.version}, ${isPinned ? 'server on core 0, load on core 1' : 'not pinned to cores'}.`;
}

await main();
