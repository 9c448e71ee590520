import type { Job, Portion } from './job.js';
import type { BatchObserver } from './observer.js';

/** Rows that a large request gives to a batch while others wait, so that it doesn't hold up small requests. */
const FAIR_PORTION = 32;

interface BatchLimits {
  readonly maxRows: number;
  /** Whether rows of different requests may run together. */
  readonly isShared: boolean;
}

/** Keeps the requests that wait, and composes batches of them. */
export class JobQueue {
  readonly #jobs: Job[] = [];
  readonly #observer: BatchObserver;
  #rowsAhead = 0;

  constructor(observer: BatchObserver) {
    this.#observer = observer;
  }

  /** The number of requests that wait. */
  get depth(): number {
    return this.#jobs.length;
  }

  /** Rows that would run before those of a new request: of a large request only its fair portion. */
  get rowsAhead(): number {
    return this.#rowsAhead;
  }

  add(job: Job): void {
    this.#jobs.push(job);
    this.#rowsAhead += fairPortion(job);
  }

  /** Takes the next batch: small requests as a whole, portions of large ones, and nothing of clients that have left. */
  takeBatch({ maxRows, isShared }: BatchLimits): Portion[] {
    const portions: Portion[] = [];
    const unfinished: Job[] = [];
    const now = performance.now();
    let room = maxRows;
    while (room > 0) {
      const job = this.#shift();
      if (job === undefined) break;
      if (!this.#isWanted(job)) continue;
      if (job.taken === 0) this.#observer.onWait((now - job.enqueuedAt) / 1000);
      const isLast = this.#jobs.length === 0 || !isShared;
      const portion = takePortion(job, isLast ? room : Math.min(FAIR_PORTION, room));
      portions.push(portion);
      room -= portion.count;
      if (job.taken < job.rows.length) unfinished.push(job);
      if (!isShared) break;
    }
    for (const job of unfinished) this.add(job);
    return portions;
  }

  #shift(): Job | undefined {
    const job = this.#jobs.shift();
    if (job !== undefined) this.#rowsAhead -= fairPortion(job);
    return job;
  }

  #isWanted(job: Job): boolean {
    if (job.isRefused) return false;
    if (!job.isGone()) return true;
    this.#observer.onReject('client_gone');
    return false;
  }
}

const fairPortion = (job: Job): number => Math.min(FAIR_PORTION, job.rows.length - job.taken);

function takePortion(job: Job, limit: number): Portion {
  const from = job.taken;
  const count = Math.min(limit, job.rows.length - from);
  job.taken += count;
  return { job, from, count };
}
