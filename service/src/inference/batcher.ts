import { RequestError } from '../errors.js';
import type { Model, OutputData, Row } from '../model/types.js';
import { RowTime } from './row-time.js';

/** Answers of `count` rows: rows `from`… of one run's outputs. */
export interface Segment {
  readonly outputs: readonly OutputData[];
  readonly from: number;
  readonly count: number;
}

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

/** A run should keep the event loop from other work no longer than this, and a request should wait no longer for its run. */
const BUDGET_SECONDS = 0.01;
/** Rows that a request with many gives to a run while others wait, so that one big request doesn't starve small ones. */
const FAIR_SHARE = 32;
interface Job {
  readonly rows: readonly Row[];
  readonly isGone: () => boolean;
  readonly resolve: (segments: readonly Segment[]) => void;
  readonly reject: (error: unknown) => void;
  readonly segments: Segment[];
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
 * Runs together what arrived together. A request that finds nobody else starts at once. ONNX Runtime's call blocks the
 * event loop, so what comes in meanwhile is read in one go afterwards, and all of it goes into the next run: batches grow
 * with the load, and no timer makes anybody wait for company.
 */
export class Batcher {
  readonly #model: Model;
  readonly #limits: BatchLimits;
  readonly #observer: BatchObserver;
  readonly #queue: Job[] = [];
  #isRunning = false;
  readonly #rowTime: RowTime;
  /** Rows that stand before a newcomer: of a big request only its fair share. */
  #rowsAhead = 0;

  constructor(model: Model, limits: BatchLimits, observer: BatchObserver) {
    this.#model = model;
    this.#limits = limits;
    this.#observer = observer;
    this.#rowTime = new RowTime(model.secondsPerRow);
  }

  /** Requests that wait. */
  get depth(): number {
    return this.#queue.length;
  }

  /** @throws RequestError 503 when a request that came now would wait too long */
  admit(): void {
    if (this.#queue.length === 0) return;
    const secondsPerRow = this.#rowTime.seconds;
    const wait = this.#rowsAhead * secondsPerRow;
    const longestWait = Math.max(BUDGET_SECONDS, 2 * secondsPerRow);
    if (this.#queue.length < this.#limits.queueLimit && wait <= longestWait) return;
    this.#observer.onReject('queue_full');
    throw new RequestError(503, 'the server is busy; try again', { headers: { 'retry-after': '1' } });
  }

  /** Answers valid rows. Rejects with RequestError 503 when the queue is full, 422 when the model refuses the rows. */
  submit(rows: readonly Row[], isGone: () => boolean): Promise<readonly Segment[]> {
    return new Promise((resolve, reject) => {
      this.admit();
      this.#enqueue({
        rows,
        isGone,
        resolve,
        reject,
        segments: [],
        enqueuedAt: performance.now(),
        taken: 0,
        isRefused: false,
      });
      if (!this.#isRunning) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isRunning = true;
    while (this.#queue.length > 0) {
      const slices = this.#take();
      if (slices.length > 0) await this.#answer(slices);
    }
    this.#isRunning = false;
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
    let room = this.#rowsPerRun();
    while (room > 0) {
      const job = this.#dequeue();
      if (job === undefined) break;
      const slice = this.#slice(job, room);
      if (slice === undefined) continue;
      slices.push(slice);
      room -= slice.count;
      if (job.taken < job.rows.length) unfinished.push(job);
      if (!this.#model.isRowwise) break;
    }
    for (const job of unfinished) this.#enqueue(job);
    return slices;
  }

  #slice(job: Job, room: number): Slice | undefined {
    if (job.isRefused) return undefined;
    if (job.isGone()) {
      this.#observer.onReject('client_gone');
      return undefined;
    }
    if (job.taken === 0) this.#observer.onWait((performance.now() - job.enqueuedAt) / 1000);
    const isLast = this.#queue.length === 0 || !this.#model.isRowwise;
    const from = job.taken;
    const count = Math.min(isLast ? room : FAIR_SHARE, room, job.rows.length - from);
    job.taken += count;
    return { job, from, count };
  }

  async #answer(slices: readonly Slice[]): Promise<void> {
    const rows = slices.flatMap(({ job, from, count }) => job.rows.slice(from, from + count));
    const clock = startClock();
    try {
      const outputs = await this.#model.run(rows);
      const seconds = clock();
      this.#rowTime.learn(seconds / rows.length);
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
    const job = (slices[0] as Slice).job;
    job.isRefused = true;
    job.reject(new RequestError(422, `the model refuses these values: ${kernelMessage(error)}`));
  }

  #rowsPerRun(): number {
    const withinBudget = Math.floor(BUDGET_SECONDS / this.#rowTime.seconds);
    return Math.max(1, Math.min(this.#model.maxRows, withinBudget));
  }
}

const fairShare = (job: Job): number => Math.min(FAIR_SHARE, job.rows.length - job.taken);

/**
 * Measures a run without the event loop's turn before it: session.run puts its blocking call behind setImmediate, and
 * immediates run in order, so one that is queued just before it marks the true start.
 */
function startClock(): () => number {
  let startedAt = performance.now();
  setImmediate(() => {
    startedAt = performance.now();
  });
  return () => (performance.now() - startedAt) / 1000;
}

function deliver(slices: readonly Slice[], outputs: readonly OutputData[]): void {
  let from = 0;
  for (const { job, count } of slices) {
    job.segments.push({ outputs, from, count });
    from += count;
    if (job.taken === job.rows.length) job.resolve(job.segments);
  }
}

/** ONNX Runtime's reason without its preamble. */
function kernelMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^.*Status Message: /s, '').trim();
}
