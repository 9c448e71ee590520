/** One run of a whole process. */
export interface Run {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of processor time, user and system. */
  readonly cpu: number;
  /** Largest resident set, in MB. */
  readonly peak: number;
}

/** What was measured in turn, of the same environments. */
export interface Round {
  readonly baseline: Run;
  /** Seconds until what the baseline wrote is on the disk: it doesn't wait for that, render does. */
  readonly flush: number;
  readonly floor: Run;
  readonly first: Run;
  readonly unchanged: Run;
}

interface Figure {
  readonly name: string;
  readonly unit?: string;
  value(round: Round): number;
  /** Number of environments → what the median may be at most. */
  readonly goals?: Readonly<Record<number, number>>;
}

const figures: readonly Figure[] = [
  { name: 'baseline, first run, wall', unit: ' s', value: ({ baseline }) => baseline.wall },
  { name: 'baseline, first run, CPU', unit: ' s', value: ({ baseline }) => baseline.cpu },
  { name: 'flushing what it wrote, wall', unit: ' s', value: ({ flush }) => flush },
  {
    name: 'first run ÷ baseline, CPU',
    value: ({ first, baseline }) => first.cpu / baseline.cpu,
    goals: { 3: 1.4 },
  },
  {
    name: 'first run ÷ baseline, wall',
    value: ({ first, baseline }) => first.wall / baseline.wall,
    goals: { 1000: 2 },
  },
  {
    name: 'first run ÷ (baseline + flush), wall',
    value: ({ first, baseline, flush }) => first.wall / (baseline.wall + flush),
  },
  {
    name: 'reading, writing and flushing alone ÷ baseline, wall',
    value: ({ floor, baseline }) => floor.wall / baseline.wall,
  },
  {
    name: 'unchanged run ÷ baseline, wall',
    value: ({ unchanged, baseline }) => unchanged.wall / baseline.wall,
    goals: { 1000: 0.7 },
  },
  { name: 'unchanged run ÷ baseline, CPU', value: ({ unchanged, baseline }) => unchanged.cpu / baseline.cpu },
  { name: 'first run, wall', unit: ' s', value: ({ first }) => first.wall },
  { name: 'first run, CPU', unit: ' s', value: ({ first }) => first.cpu },
  { name: 'first run, peak', unit: ' MB', value: ({ first }) => first.peak, goals: { 1000: 160 } },
  { name: 'unchanged run, peak', unit: ' MB', value: ({ unchanged }) => unchanged.peak },
];

/** Writes what a size gave as a table, with each goal and whether it is met. */
export function tableOf(size: number, rounds: readonly Round[]): string {
  const lines = figures.map(({ name, unit = '', value, goals }) => {
    const numbers = rounds.map(value);
    return `| ${name} | ${spread(numbers, unit)} | ${verdict(median(numbers), goals?.[size], unit)} |\n`;
  });
  const heading = `\n| ${size} environments | median (min–max) of ${rounds.length} | goal |\n| --- | --- | --- |\n`;
  return heading + lines.join('');
}

const verdict = (found: number, goal: number | undefined, unit: string): string =>
  goal === undefined ? '' : `≤ ${goal}${unit}: ${found <= goal ? 'met' : 'NOT MET'}`;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

/** `median (min–max)` */
function spread(numbers: readonly number[], unit: string): string {
  const text = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
  return `${text(median(numbers))}${unit} (${text(Math.min(...numbers))}–${text(Math.max(...numbers))})`;
}
