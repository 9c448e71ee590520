import type { Model } from '../model/types.js';
import { RunTime } from './run-time.js';

/** The time that a run may keep the event loop from other work. */
const BUDGET_SECONDS = 0.005;
/** A run has at least the time of so many single rows: fewer rows a run would cost a slow model its throughput. */
const BUDGET_ROWS = 2.5;
/** A batch of as many rows costs hardly more a row than a larger one. */
const ENOUGH_ROWS = 64;

/** Decides how many rows make a batch, and when a run has to wait for more to be read. */
export class Budget {
  /** The time for which a run, or the runs of one turn of the event loop, may keep it from other work. */
  readonly seconds: number;
  readonly #model: Model;
  readonly #runTime: RunTime;

  constructor(model: Model) {
    this.#model = model;
    this.#runTime = new RunTime(model.pace);
    const { secondsPerRun, secondsPerRow } = model.pace;
    this.seconds = Math.max(BUDGET_SECONDS, BUDGET_ROWS * (secondsPerRun + secondsPerRow));
  }

  /** The most rows of a batch. Rows that depend on each other run together however long it takes. */
  get rowsPerRun(): number {
    const { isRowwise, maxRows } = this.#model;
    return isRowwise ? Math.max(1, Math.min(maxRows, Math.floor(this.#runTime.rowsWithin(this.seconds)))) : maxRows;
  }

  /** Estimates the seconds of the next run. */
  nextRunSeconds(rowsWaiting: number): number {
    return this.#runTime.seconds(Math.min(rowsWaiting, this.rowsPerRun));
  }

  /**
   * Tells whether to run these rows before more requests are read. Many quick rows are: by the time that hundreds of
   * requests have been read, the first have left the CPU's caches.
   */
  isWorthARun(rows: number): boolean {
    return rows >= ENOUGH_ROWS && this.#runTime.seconds(rows) < this.seconds / 4;
  }

  /** Corrects the estimates by a run that has ended. */
  learn(rows: number, seconds: number): void {
    this.#runTime.learn(rows, seconds);
  }
}
