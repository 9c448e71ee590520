import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeBaselineTemplates } from './baseline-templates.js';
import { writeRepository } from './environments.js';
import { type Round, type Run, tableOf } from './report.js';

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '3,1000' }, rounds: { type: 'string', default: '5' } },
});
const sizes = values.sizes.split(',').map(Number);
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-bench-'));
const usageFile = join(folder, 'usage.json');
const [cli, baseline, floor, usage] = [
  'cli/cli.js',
  'bench/render/baseline.js',
  'bench/render/floor.js',
  'bench/render/usage.js',
].map((path) => resolve('build', path)) as [string, string, string, string];

function run(script: string, args: readonly string[]): Run {
  const env = { ...process.env, BENCH_USAGE: usageFile };
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', usage, script, ...args], {
    env,
    encoding: 'utf8',
  });
  const wall = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} exited with ${status}:\n${stderr}`);
  const { cpu, maxRSS } = JSON.parse(readFileSync(usageFile, 'utf8')) as { cpu: number; maxRSS: number };
  return { wall, cpu, peak: maxRSS / 1024 };
}

/** What it takes until everything written so far is on the disk: the baseline doesn't wait for that, render does. */
function flush(root: string): number {
  const start = performance.now();
  spawnSync('sync', ['-f', root]);
  return (performance.now() - start) / 1000;
}

let aside = 0;

/** By rename: deleting thousands of files just before creating as many would slow the next run down. */
function setAside(root: string): void {
  const rendered = join(root, 'rendered');
  if (statSync(rendered, { throwIfNoEntry: false })) renameSync(rendered, join(folder, `aside-${aside++}`));
}

const roots = ['baseline', 'floor', 'ours'] as const;
const rootOf = (who: (typeof roots)[number], size: number): string => join(folder, `${who}-${size}`);

/**
 * Measures one round: the first run of the baseline, of the floor and of render, which take turns in going first, and
 * render again with nothing to do.
 */
function measure(size: number, round: number, templates: string): Round {
  for (const who of roots) setAside(rootOf(who, size));
  flush(folder);
  const ours = rootOf('ours', size);
  const runs = [
    () => ({ baseline: run(baseline, [rootOf('baseline', size), templates]), flush: flush(folder) }),
    () => ({ floor: run(floor, [rootOf('floor', size), join(probe, 'rendered', 'env-0000')]) }),
    () => ({ first: run(cli, ['render', '--root', ours]) }),
  ];
  const inTurn = runs.map((_, index) => runs[(index + round) % runs.length]?.());
  const firsts = Object.assign({}, ...inTurn) as Omit<Round, 'unchanged'>;
  const written = statSync(join(ours, 'rendered', 'env-0000', '.generated.json')).mtimeMs;
  const unchanged = run(cli, ['render', '--root', ours]);
  if (statSync(join(ours, 'rendered', 'env-0000', '.generated.json')).mtimeMs !== written) {
    throw new Error('The unchanged run has written something.');
  }
  return { ...firsts, unchanged };
}

const probe = join(folder, 'probe');
const templates = join(folder, 'templates');
writeRepository(probe, 2);
run(cli, ['render', '--root', probe]);
writeBaselineTemplates(probe, templates);
for (const size of sizes) {
  for (const who of roots) writeRepository(rootOf(who, size), size);
  measure(size, 0, templates);
  const results = Array.from({ length: rounds }, (_, round) => measure(size, round, templates));
  process.stdout.write(tableOf(size, results));
}
rmSync(folder, { recursive: true, force: true });
