import { RequestError } from '../errors.js';
import type { Model, Row } from '../model/types.js';
import { Admission } from './admission.js';
import { BatchRunner } from './batch-runner.js';
import { Budget } from './budget.js';
import type { AnswerMaker } from './job.js';
import type { BatchObserver } from './observer.js';
import { JobQueue } from './queue.js';

export interface BatcherOptions {
  /** A request waits where it is answered within so many seconds. */
  readonly maxQueueSeconds: number;
  /** Tells whether a connection has been accepted since it was last asked. */
  readonly hasNewcomers?: () => boolean;
}

/** Made once: under overload most requests get it, and a stack trace costs more than the rest of the refusal. */
export const BUSY = new RequestError(503, 'the server is busy; try again', { headers: { 'retry-after': '1' } });

/** The turns of the event loop that a run waits at most while connections keep coming. */
const NEWCOMER_TURNS = 128;

/**
 * Runs together what one turn of the event loop has read, and answers it together: a single request runs in the turn in
 * which it came. Where ONNX Runtime's call blocks the event loop, requests that come meanwhile are read in one go
 * afterwards and all go into the next batch: batches grow with the load, and no timer delays anybody.
 */
export class Batcher {
  readonly #model: Model;
  readonly #hasNewcomers: () => boolean;
  readonly #observer: BatchObserver;
  readonly #queue: JobQueue;
  readonly #budget: Budget;
  readonly #admission: Admission;
  readonly #runner: BatchRunner;
  #isScheduled = false;
  #isLettingIn = false;

  constructor(model: Model, { maxQueueSeconds, hasNewcomers = () => false }: BatcherOptions, observer: BatchObserver) {
    this.#model = model;
    this.#hasNewcomers = hasNewcomers;
    this.#observer = observer;
    this.#queue = new JobQueue(observer);
    this.#budget = new Budget(model);
    this.#admission = new Admission(model, maxQueueSeconds);
    this.#runner = new BatchRunner(model, { budget: this.#budget, admission: this.#admission }, observer);
  }

  /** The number of requests that wait. */
  get depth(): number {
    return this.#queue.depth;
  }

  /** Returns false, and counts a rejection, when a request that came now has to be refused with `BUSY`. */
  admit(rows = 1): boolean {
    if (this.#queue.depth === 0 && this.#runner.idle > 0) return true;
    const now = performance.now();
    const ahead = this.#queue.ahead(this.#admission.dueAt(now, rows));
    if (this.#admission.isSoonEnough(now, rows, ahead, this.#budget.rowsPerRun)) return true;
    this.#observer.onReject('queue_full');
    return false;
  }

  /**
   * Answers valid rows, in order. Rejects with RequestError 503 when they would wait too long, 422 when the model
   * refuses the rows, and with what `makeAnswer` throws.
   */
  submit<T>(rows: readonly Row[], isGone: () => boolean, makeAnswer: AnswerMaker<T>): Promise<T[]> {
    return new Promise((resolve, reject) => {
      if (!this.admit(rows.length)) throw BUSY;
      const now = performance.now();
      if (this.#queue.depth === 0) this.#admission.onBusy(now);
      this.#queue.add({
        rows,
        isGone,
        makeAnswer,
        resolve: resolve as (answers: unknown[]) => void,
        reject,
        answers: [],
        answered: 0,
        enqueuedAt: now,
        dueAt: this.#admission.dueAt(now, rows.length),
        taken: 0,
        isRefused: false,
      });
      if (this.#canRun) this.#schedule();
      if (this.#isWorthARunNow()) this.#runNext();
    });
  }

  /** Tells whether to run before more is read, which isn't done while connections keep coming. */
  #isWorthARunNow(): boolean {
    if (this.#isLettingIn || !this.#runner.runsAtOnce) return false;
    return this.#budget.isWorthARun(this.#queue.rows);
  }

  get #canRun(): boolean {
    return this.#queue.depth > 0 && this.#runner.idle > 0;
  }

  /** Schedules a turn of runs. Immediates come after everything that this turn of the event loop reads. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#turn(NEWCOMER_TURNS));
  }

  /**
   * Makes several runs where they are short. Node accepts one connection in a turn of the event loop, so while
   * connections keep coming, turns without a run let them in.
   * @param turnsLeft how many such turns may follow
   */
  #turn(turnsLeft: number): void {
    this.#isLettingIn = turnsLeft > 0 && this.#hasNewcomers();
    if (this.#isLettingIn) {
      setImmediate(() => this.#turn(turnsLeft - 1));
      return;
    }
    const until = performance.now() + this.#budget.seconds * 1000;
    const hasTime = (): boolean => performance.now() + this.#budget.nextRunSeconds(this.#queue.rows) * 1000 < until;
    do {
      this.#runNext();
    } while (this.#canRun && hasTime());
    this.#isScheduled = false;
    if (this.#canRun) this.#schedule();
  }

  #runNext(): void {
    if (!this.#canRun) return;
    const portions = this.#queue.takeBatch({ maxRows: this.#rowsOfNextRun(), isShared: this.#model.isRowwise });
    if (portions.length === 0) return;
    void this.#runner.run(portions)?.then(() => {
      if (this.#canRun) this.#schedule();
    });
  }

  /** Divides the rows that wait among the workers that do. */
  #rowsOfNextRun(): number {
    const most = this.#budget.rowsPerRun;
    return this.#model.isRowwise ? Math.min(most, Math.ceil(this.#queue.rows / this.#runner.idle)) : most;
  }
}
