import type { Model } from '../model/types.js';
import { RunTime } from './run-time.js';

/**
 * The time of so many single rows is the least budget of a run. A request that is read right after a full run has
 * started waits for two runs, which is five times as long as a request alone takes.
 */
const BUDGET_ROWS = 2.5;
/** The budget of a run for quick models, which take many rows in that time. */
const BUDGET_SECONDS = 0.01;
/** The time of refusing a request: where a row takes less, refusing saves nothing. */
const REFUSAL_SECONDS = 0.00005;
/** A batch of as many rows costs hardly more a row than a larger one. */
const ENOUGH_ROWS = 64;

/** Decides by time: how many rows make a batch, and which requests would wait too long for their answer. */
export class Budget {
  /** The time for which a run, or the runs of one turn of the event loop, may keep it from other work. */
  readonly seconds: number;
  readonly #model: Model;
  readonly #runTime: RunTime;

  constructor(model: Model) {
    this.#model = model;
    this.#runTime = new RunTime(model.pace);
    this.seconds = budgetSeconds(model);
  }

  /** The most rows of a batch. Rows that depend on each other run together however long it takes. */
  get rowsPerRun(): number {
    const { isRowwise, maxRows } = this.#model;
    return isRowwise ? Math.max(1, Math.min(maxRows, Math.floor(this.#runTime.rowsWithin(this.seconds)))) : maxRows;
  }

  /** Tells whether the answer of one more row would come too late, behind what waits already. */
  isOverdrawn(rowsAhead: number, requestsAhead: number): boolean {
    const rows = rowsAhead + 1;
    const runs = this.#model.isRowwise ? Math.ceil(rows / this.rowsPerRun) : requestsAhead + 1;
    return this.#runTime.seconds(rows, runs) > this.seconds;
  }

  /** Estimates the seconds of the next run. */
  nextRunSeconds(rowsAhead: number): number {
    return this.#runTime.seconds(Math.min(rowsAhead, this.rowsPerRun));
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

function budgetSeconds({ pace: { secondsPerRun, secondsPerRow }, isRowwise, maxRows }: Model): number {
  const rowInFullRun = secondsPerRun / (isRowwise ? maxRows : 1) + secondsPerRow;
  const forQuick = BUDGET_SECONDS * Math.min(1, REFUSAL_SECONDS / rowInFullRun);
  return Math.max(BUDGET_ROWS * (secondsPerRun + secondsPerRow), forQuick);
}
