import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeBaselineTemplates } from './baseline-templates.js';
import { writeRepository } from './environments.js';

/** One run of a whole process. */
interface Run {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of processor time, user and system. */
  readonly cpu: number;
  /** Largest resident set, in MB. */
  readonly peak: number;
}

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '3,100,1000' }, rounds: { type: 'string', default: '5' } },
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

interface Round {
  readonly baseline: Run;
  readonly flush: number;
  readonly floor: Run;
  readonly first: Run;
  readonly unchanged: Run;
}

const roots = ['baseline', 'floor', 'ours'] as const;
const rootOf = (who: (typeof roots)[number], size: number): string => join(folder, `${who}-${size}`);

/** One round: the first run of the baseline, of the floor and of ours, who take turns in going first, and ours again with nothing to do. */
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

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
};

/** `median (min–max)` */
function spread(numbers: readonly number[], unit = ''): string {
  const text = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
  return `${text(median(numbers))}${unit} (${text(Math.min(...numbers))}–${text(Math.max(...numbers))})`;
}

function report(size: number, results: readonly Round[]): void {
  const of = (value: (round: Round) => number) => results.map(value);
  const rows: [string, string][] = [
    [
      'baseline, first run, wall',
      spread(
        of(({ baseline }) => baseline.wall),
        ' s',
      ),
    ],
    [
      'flushing what it wrote, wall',
      spread(
        of((round) => round.flush),
        ' s',
      ),
    ],
    ['first run ÷ baseline, wall', spread(of(({ first, baseline }) => first.wall / baseline.wall))],
    [
      'first run ÷ (baseline + flush), wall',
      spread(of((round) => round.first.wall / (round.baseline.wall + round.flush))),
    ],
    [
      'reading, writing and flushing alone ÷ baseline, wall',
      spread(of((round) => round.floor.wall / round.baseline.wall)),
    ],
    [
      'first run ÷ reading, writing and flushing alone, wall',
      spread(of((round) => round.first.wall / round.floor.wall)),
    ],
    ['first run ÷ baseline, CPU', spread(of(({ first, baseline }) => first.cpu / baseline.cpu))],
    ['unchanged run ÷ baseline, wall', spread(of(({ unchanged, baseline }) => unchanged.wall / baseline.wall))],
    ['unchanged run ÷ baseline, CPU', spread(of(({ unchanged, baseline }) => unchanged.cpu / baseline.cpu))],
    [
      'first run, wall',
      spread(
        of(({ first }) => first.wall),
        ' s',
      ),
    ],
    [
      'first run, peak',
      spread(
        of(({ first }) => first.peak),
        ' MB',
      ),
    ],
    [
      'unchanged run, peak',
      spread(
        of(({ unchanged }) => unchanged.peak),
        ' MB',
      ),
    ],
  ];
  const text = rows.map(([name, value]) => `| ${name} | ${value} |\n`).join('');
  process.stdout.write(`\n| ${size} environments | median (min–max) of ${results.length} |\n| --- | --- |\n${text}`);
}

const probe = join(folder, 'probe');
const templates = join(folder, 'templates');
writeRepository(probe, 2);
run(cli, ['render', '--root', probe]);
writeBaselineTemplates(probe, templates);
for (const size of sizes) {
  for (const who of roots) writeRepository(rootOf(who, size), size);
  measure(size, 0, templates);
  report(
    size,
    Array.from({ length: rounds }, (_, round) => measure(size, round, templates)),
  );
}
rmSync(folder, { recursive: true, force: true });
