import { RequestError } from '../errors.js';
import type { Model, Row } from '../model/types.js';
import { BatchRunner } from './batch-runner.js';
import { Budget } from './budget.js';
import type { AnswerMaker } from './job.js';
import type { BatchObserver } from './observer.js';
import { JobQueue } from './queue.js';

export interface BatcherLimits {
  /** Requests that may wait. */
  readonly queueLimit: number;
}

/** Made once: under overload most requests get it, and a stack trace costs more than the rest of the refusal. */
export const BUSY = new RequestError(503, 'the server is busy; try again', { headers: { 'retry-after': '1' } });

/**
 * Runs together what one turn of the event loop has read, and answers it together: a single request runs in the turn in
 * which it came. ONNX Runtime's call blocks the event loop, so requests that come meanwhile are read in one go
 * afterwards and all go into the next batch: batches grow with the load, and no timer delays anybody.
 */
export class Batcher {
  readonly #model: Model;
  readonly #limits: BatcherLimits;
  readonly #observer: BatchObserver;
  readonly #queue: JobQueue;
  readonly #budget: Budget;
  readonly #runner: BatchRunner;
  #isScheduled = false;

  constructor(model: Model, limits: BatcherLimits, observer: BatchObserver) {
    this.#model = model;
    this.#limits = limits;
    this.#observer = observer;
    this.#queue = new JobQueue(observer);
    this.#budget = new Budget(model);
    this.#runner = new BatchRunner(model, this.#budget, observer);
  }

  /** The number of requests that wait. */
  get depth(): number {
    return this.#queue.depth;
  }

  /** Returns false, and counts a rejection, when a request that came now has to be refused with `BUSY`. */
  admit(): boolean {
    const { depth, rowsAhead } = this.#queue;
    if (depth === 0) return true;
    if (depth < this.#limits.queueLimit && !this.#budget.isOverdrawn(rowsAhead, depth)) return true;
    this.#observer.onReject('queue_full');
    return false;
  }

  /**
   * Answers valid rows, in order. Rejects with RequestError 503 when the queue is full, 422 when the model refuses the
   * rows, and with what `makeAnswer` throws.
   */
  submit<T>(rows: readonly Row[], isGone: () => boolean, makeAnswer: AnswerMaker<T>): Promise<T[]> {
    return new Promise((resolve, reject) => {
      if (!this.admit()) throw BUSY;
      this.#queue.add({
        rows,
        isGone,
        makeAnswer,
        resolve: resolve as (answers: unknown[]) => void,
        reject,
        answers: [],
        enqueuedAt: performance.now(),
        taken: 0,
        isRefused: false,
      });
      this.#schedule();
      if (this.#runner.runsAtOnce && this.#budget.isWorthARun(this.#queue.rowsAhead)) void this.#runNext();
    });
  }

  /** Schedules a turn of runs. Immediates come after everything that this turn of the event loop reads. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => void this.#turn());
  }

  /** Makes several runs where they are short: reading on while many wait would refuse more than is answered. */
  async #turn(): Promise<void> {
    const until = performance.now() + this.#budget.seconds * 1000;
    const hasTime = (): boolean =>
      performance.now() + this.#budget.nextRunSeconds(this.#queue.rowsAhead) * 1000 < until;
    do {
      await this.#runNext();
    } while (this.#queue.depth > 0 && hasTime());
    this.#isScheduled = false;
    if (this.#queue.depth > 0) this.#schedule();
  }

  async #runNext(): Promise<void> {
    const portions = this.#queue.takeBatch({ maxRows: this.#budget.rowsPerRun, isShared: this.#model.isRowwise });
    if (portions.length > 0) await this.#runner.run(portions);
  }
}
