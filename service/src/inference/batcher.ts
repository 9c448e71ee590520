import { RequestError } from '../errors.js';
import type { Model, OutputData, Row } from '../model/types.js';
import { RunTime } from './run-time.js';

/** Makes the answer for one row of a run. */
export type RowReader<T> = (outputs: readonly OutputData[], row: number) => T;

/** What the queue tells whoever watches it. Times in seconds. */
export interface BatchObserver {
  readonly onRun: (rows: number, seconds: number) => void;
  readonly onWait: (seconds: number) => void;
  readonly onReject: (reason: 'queue_full' | 'client_gone') => void;
  /** Called with the rows of a run and their outputs. */
  readonly onAnswers: (rows: readonly Row[], outputs: readonly OutputData[]) => void;
}

export interface BatchLimits {
  /** Requests that may wait. */
  readonly queueLimit: number;
}

/**
 * Runs should keep the event loop from other work no longer than so many rows take one by one, and a request should have its
 * answer as soon once it is read: who is read right after a full turn then waits for two of them, five times as long as alone.
 */
const BUDGET_ROWS = 2.5;
/** For quick models longer, up to this: */
const BUDGET_SECONDS = 0.01;
/** what a refusal takes; where a row takes less, refusing saves nothing. */
const REFUSAL_SECONDS = 0.00005;
/** A run of as many rows costs hardly more a row than a larger one. */
const ENOUGH_ROWS = 64;
/** Rows that a request with many gives to a run while others wait, so that one big request doesn't starve small ones. */
const FAIR_SHARE = 32;

/** Made once: under overload most requests get it, and a stack trace costs more than the rest of the refusal. */
export const BUSY = new RequestError(503, 'the server is busy; try again', { headers: { 'retry-after': '1' } });

interface Job {
  readonly rows: readonly Row[];
  readonly isGone: () => boolean;
  readonly read: RowReader<unknown>;
  readonly resolve: (answers: unknown[]) => void;
  readonly reject: (error: unknown) => void;
  readonly answers: unknown[];
  readonly enqueuedAt: number;
  taken: number;
  isRefused: boolean;
}

interface Slice {
  readonly job: Job;
  readonly from: number;
  readonly count: number;
}

/**
 * Runs together what one turn of the event loop has read, and answers it together: a single request runs in the turn in
 * which it came. ONNX Runtime's call blocks the event loop, so what comes in meanwhile is read in one go afterwards, and
 * all of it goes into the next run: batches grow with the load, and no timer makes anybody wait for company. Of a quick model's
 * requests no more than make a good run are read before it.
 */
export class Batcher {
  readonly #model: Model;
  readonly #limits: BatchLimits;
  readonly #observer: BatchObserver;
  readonly #queue: Job[] = [];
  #isScheduled = false;
  /** Whether the last run blocked until its end: then no other can be under way. */
  #runsAtOnce = false;
  readonly #runTime: RunTime;
  readonly #budgetSeconds: number;
  /** Rows that stand before a newcomer: of a big request only its fair share. */
  #rowsAhead = 0;

  constructor(model: Model, limits: BatchLimits, observer: BatchObserver) {
    this.#model = model;
    this.#limits = limits;
    this.#observer = observer;
    this.#runTime = new RunTime(model.pace);
    this.#budgetSeconds = budget(model);
  }

  /** Requests that wait. */
  get depth(): number {
    return this.#queue.length;
  }

  /** False when a request that came now would wait too long: it counts as rejected, and has to be refused with `BUSY`. */
  admit(): boolean {
    if (this.#queue.length === 0) return true;
    if (this.#queue.length < this.#limits.queueLimit && this.#secondsToAnswer() <= this.#budgetSeconds) return true;
    this.#observer.onReject('queue_full');
    return false;
  }

  /**
   * Answers valid rows, in order. Rejects with RequestError 503 when the queue is full, 422 when the model refuses the
   * rows, and with what `read` throws.
   */
  submit<T>(rows: readonly Row[], isGone: () => boolean, read: RowReader<T>): Promise<T[]> {
    return new Promise((resolve, reject) => {
      if (!this.admit()) throw BUSY;
      this.#enqueue({
        rows,
        isGone,
        read,
        resolve: resolve as (answers: unknown[]) => void,
        reject,
        answers: [],
        enqueuedAt: performance.now(),
        taken: 0,
        isRefused: false,
      });
      this.#schedule();
      if (this.#isWorthARun()) void this.#runNext();
    });
  }

  /** Many quick rows are answered before more is read: what hundreds of requests have in memory isn't at hand any more when their turn comes. */
  #isWorthARun(): boolean {
    return (
      this.#runsAtOnce &&
      this.#rowsAhead >= ENOUGH_ROWS &&
      this.#runTime.seconds(this.#rowsAhead) < this.#budgetSeconds / 4
    );
  }

  /** Immediates come after all that this turn of the event loop reads. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => void this.#turn());
  }

  /** Several runs where they are short: reading on while many wait would mean to refuse more than is answered. */
  async #turn(): Promise<void> {
    const until = performance.now() + this.#budgetSeconds * 1000;
    do {
      await this.#runNext();
    } while (this.#queue.length > 0 && performance.now() + this.#nextRunSeconds() * 1000 < until);
    this.#isScheduled = false;
    if (this.#queue.length > 0) this.#schedule();
  }

  #enqueue(job: Job): void {
    this.#queue.push(job);
    this.#rowsAhead += fairShare(job);
  }

  #dequeue(): Job | undefined {
    const job = this.#queue.shift();
    if (job !== undefined) this.#rowsAhead -= fairShare(job);
    return job;
  }

  /** The next run: whole small requests, fair shares of big ones, nothing for clients that went away. */
  #take(): Slice[] {
    const slices: Slice[] = [];
    const unfinished: Job[] = [];
    const now = performance.now();
    let room = this.#rowsPerRun();
    while (room > 0) {
      const job = this.#dequeue();
      if (job === undefined) break;
      if (!this.#isWanted(job)) continue;
      if (job.taken === 0) this.#observer.onWait((now - job.enqueuedAt) / 1000);
      const slice = this.#slice(job, room);
      slices.push(slice);
      room -= slice.count;
      if (job.taken < job.rows.length) unfinished.push(job);
      if (!this.#model.isRowwise) break;
    }
    for (const job of unfinished) this.#enqueue(job);
    return slices;
  }

  #isWanted(job: Job): boolean {
    if (job.isRefused) return false;
    if (!job.isGone()) return true;
    this.#observer.onReject('client_gone');
    return false;
  }

  #slice(job: Job, room: number): Slice {
    const isLast = this.#queue.length === 0 || !this.#model.isRowwise;
    const from = job.taken;
    const count = Math.min(isLast ? room : FAIR_SHARE, room, job.rows.length - from);
    job.taken += count;
    return { job, from, count };
  }

  async #runNext(): Promise<void> {
    const slices = this.#take();
    if (slices.length > 0) await this.#answer(slices);
  }

  async #answer(slices: readonly Slice[]): Promise<void> {
    const rows = rowsOf(slices);
    const startedAt = performance.now();
    try {
      const run = this.#model.run(rows);
      // Without a wait where there is nothing to wait for: answers of the run before are written meanwhile, which is no time of this one.
      this.#runsAtOnce = !(run instanceof Promise);
      const outputs = run instanceof Promise ? await run : run;
      const seconds = (performance.now() - startedAt) / 1000;
      this.#runTime.learn(rows.length, seconds);
      this.#observer.onRun(rows.length, seconds);
      this.#observer.onAnswers(rows, outputs);
      deliver(slices, outputs);
    } catch (error) {
      await this.#isolate(slices, error);
    }
  }

  /** A row that the model refuses fails the whole run; run apart, only its own request fails. */
  async #isolate(slices: readonly Slice[], error: unknown): Promise<void> {
    if (slices.length > 1) {
      for (const slice of slices) await this.#answer([slice]);
      return;
    }
    refuse((slices[0] as Slice).job, new RequestError(422, `the model refuses these values: ${kernelMessage(error)}`));
  }

  /** Until one more row would have its answer. */
  #secondsToAnswer(): number {
    const rows = this.#rowsAhead + 1;
    const runs = this.#model.isRowwise ? Math.ceil(rows / this.#rowsPerRun()) : this.#queue.length + 1;
    return this.#runTime.seconds(rows, runs);
  }

  #nextRunSeconds(): number {
    return this.#runTime.seconds(Math.min(this.#rowsAhead, this.#rowsPerRun()));
  }

  /** Rows that depend on each other run together however long it takes: when a request is cut, its answers change. */
  #rowsPerRun(): number {
    const { isRowwise, maxRows } = this.#model;
    return isRowwise
      ? Math.max(1, Math.min(maxRows, Math.floor(this.#runTime.rowsWithin(this.#budgetSeconds))))
      : maxRows;
  }
}

function budget({ pace: { secondsPerRun, secondsPerRow }, isRowwise, maxRows }: Model): number {
  const rowInFullRun = secondsPerRun / (isRowwise ? maxRows : 1) + secondsPerRow;
  const forQuick = BUDGET_SECONDS * Math.min(1, REFUSAL_SECONDS / rowInFullRun);
  return Math.max(BUDGET_ROWS * (secondsPerRun + secondsPerRow), forQuick);
}

const fairShare = (job: Job): number => Math.min(FAIR_SHARE, job.rows.length - job.taken);

function rowsOf(slices: readonly Slice[]): Row[] {
  const rows: Row[] = [];
  for (const { job, from, count } of slices) {
    for (let index = 0; index < count; index++) rows.push(job.rows[from + index] as Row);
  }
  return rows;
}

function deliver(slices: readonly Slice[], outputs: readonly OutputData[]): void {
  let from = 0;
  for (const { job, count } of slices) {
    try {
      for (let row = from; row < from + count; row++) job.answers.push(job.read(outputs, row));
      if (job.taken === job.rows.length) job.resolve(job.answers);
    } catch (error) {
      refuse(job, error);
    }
    from += count;
  }
}

/** The rest of a refused request's rows isn't run. */
function refuse(job: Job, error: unknown): void {
  job.isRefused = true;
  job.reject(error);
}

/** ONNX Runtime's reason without its preamble. */
function kernelMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^.*Status Message: /s, '').trim();
}
