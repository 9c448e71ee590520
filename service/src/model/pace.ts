import type { Pace } from './types.js';

const TIMED_RUNS = 5;

interface Timed {
  /** The time of a run of one row. */
  readonly secondsAlone: number;
  /** The time of a run of `rows` rows. */
  readonly secondsTogether: number;
  readonly rows: number;
  /** Whether a single row is padded to `rows` rows. */
  readonly isPadded: boolean;
}

/**
 * Computes the line through both times, with limits for times that were disturbed: a row adds at least a tenth of its
 * share of the long run, and at most all of that share.
 */
export function paceOf({ secondsAlone, secondsTogether, rows, isPadded }: Timed): Pace {
  const share = secondsTogether / rows;
  if (rows === 1) return { secondsPerRun: 0, secondsPerRow: share };
  if (isPadded) return { secondsPerRun: secondsTogether, secondsPerRow: 0 };
  const slope = (secondsTogether - secondsAlone) / (rows - 1);
  const secondsPerRow = Math.min(share, Math.max(share / 10, slope));
  return { secondsPerRun: secondsTogether - rows * secondsPerRow, secondsPerRow };
}

/** Measures the fastest of a few runs, in seconds: the others may have waited for the CPU. */
export async function fastestOf(run: () => unknown): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let count = 0; count < TIMED_RUNS; count++) {
    const startedAt = performance.now();
    await run();
    fastest = Math.min(fastest, (performance.now() - startedAt) / 1000);
  }
  return fastest;
}
