import type { Pace } from '../model/types.js';

const HALF_WINDOW = 32;

/**
 * Estimates how long runs take: the time measured at load, times how much slower or faster the latest runs were. Only
 * the fastest of the last 32 to 64 runs counts. A mean would rise whenever another process has the CPU for a moment,
 * and requests would be refused for it. A time per row alone would make the rows of small runs look expensive, and then
 * runs would stay small.
 */
export class RunTime {
  readonly #pace: Pace;
  #previous = 1;
  #current = Number.POSITIVE_INFINITY;
  #runs = 0;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** Estimates the seconds that so many runs take with so many rows in all. */
  seconds(rows: number, runs = 1): number {
    return this.#factor * (runs * this.#pace.secondsPerRun + rows * this.#pace.secondsPerRow);
  }

  /** Estimates the rows of a run that takes so many seconds: a fraction, and less than 0 where no run is so short. */
  rowsWithin(seconds: number): number {
    return (seconds / this.#factor - this.#pace.secondsPerRun) / this.#pace.secondsPerRow;
  }

  /** Takes a run that has ended into account. */
  learn(rows: number, seconds: number): void {
    const { secondsPerRun, secondsPerRow } = this.#pace;
    this.#current = Math.min(this.#current, seconds / (secondsPerRun + rows * secondsPerRow));
    this.#runs += 1;
    if (this.#runs % HALF_WINDOW !== 0) return;
    this.#previous = this.#current;
    this.#current = Number.POSITIVE_INFINITY;
  }

  get #factor(): number {
    return Math.min(this.#previous, this.#current);
  }
}
