import type { Job, Portion } from './job.js';
import type { BatchObserver } from './observer.js';

interface BatchLimits {
  readonly maxRows: number;
  /** Whether rows of different requests may run together. */
  readonly isShared: boolean;
}

/** What would run before a request. */
export interface Ahead {
  readonly rows: number;
  readonly requests: number;
}

/** Keeps the requests that wait in the order of their due times, and composes batches of them. */
export class JobQueue {
  readonly #jobs: Job[] = [];
  readonly #observer: BatchObserver;
  #rows = 0;

  constructor(observer: BatchObserver) {
    this.#observer = observer;
  }

  /** The number of requests that wait. */
  get depth(): number {
    return this.#jobs.length;
  }

  /** The number of rows that wait. */
  get rows(): number {
    return this.#rows;
  }

  /** Counts what would run before a request that is due then. Few wait behind it, so these are looked through. */
  ahead(dueAt: number): Ahead {
    const requests = this.#place(dueAt);
    let rows = this.#rows;
    for (let index = requests; index < this.#jobs.length; index++) rows -= rowsLeft(this.#jobs[index] as Job);
    return { rows, requests };
  }

  add(job: Job): void {
    this.#rows += rowsLeft(job);
    const place = this.#place(job.dueAt);
    if (place === this.#jobs.length) this.#jobs.push(job);
    else this.#jobs.splice(place, 0, job);
  }

  /** Takes the next batch: the rows that are due first, and nothing of clients that have left. */
  takeBatch({ maxRows, isShared }: BatchLimits): Portion[] {
    const portions: Portion[] = [];
    const now = performance.now();
    let room = maxRows;
    while (room > 0) {
      const job = this.#jobs[0];
      if (job === undefined) break;
      if (!this.#isWanted(job)) {
        this.#drop(job);
        continue;
      }
      if (job.taken === 0) this.#observer.onWait((now - job.enqueuedAt) / 1000);
      const portion = takePortion(job, room);
      this.#rows -= portion.count;
      portions.push(portion);
      room -= portion.count;
      if (rowsLeft(job) === 0) this.#jobs.shift();
      if (!isShared) break;
    }
    return portions;
  }

  /** Finds the index of a new job that is due then: behind all that are due at the same time or before. */
  #place(dueAt: number): number {
    let place = this.#jobs.length;
    while (place > 0 && (this.#jobs[place - 1] as Job).dueAt > dueAt) place--;
    return place;
  }

  #drop(job: Job): void {
    this.#rows -= rowsLeft(job);
    this.#jobs.shift();
  }

  #isWanted(job: Job): boolean {
    if (job.isRefused) return false;
    if (!job.isGone()) return true;
    this.#observer.onReject('client_gone');
    return false;
  }
}

const rowsLeft = (job: Job): number => job.rows.length - job.taken;

function takePortion(job: Job, limit: number): Portion {
  const from = job.taken;
  const count = Math.min(limit, rowsLeft(job));
  job.taken += count;
  return { job, from, count };
}
