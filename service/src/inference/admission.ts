import type { Model } from '../model/types.js';
import type { Ahead } from './queue.js';

/** A request may be overtaken by shorter ones for so many times as long as its own rows take. */
const PATIENCE = 8;
/** The time whose work tells how fast the queue is worked off. */
const WINDOW_SECONDS = 1;
/** The weight of the time measured at load, as if so much had been worked off at that pace. */
const PRIOR_SECONDS = 0.1;
/** The share of the limit that estimates may fill: a machine that others use as well gets slower meanwhile. */
const SHARE = 0.75;

interface Work {
  readonly rows: number;
  readonly requests: number;
}

/**
 * Decides which requests wait. A request is due after eight times the time that its own rows take, and requests run in
 * the order of their due times: a short one overtakes a long one, but not for ever. A request whose rows, and those
 * that are due before them, take at most three quarters of the limit waits; any other is refused at once. How long rows
 * take is what was measured at load, times how much slower the queue has been worked off lately, all other work
 * included.
 */
export class Admission {
  readonly #model: Model;
  readonly #limitSeconds: number;
  #work = PRIOR_SECONDS;
  #seconds = PRIOR_SECONDS;
  #inFlight = 0;
  /** When the queue last began to be worked off, or a run ended: time before that has been counted. */
  #countedUntil = 0;

  constructor(model: Model, limitSeconds: number) {
    this.#model = model;
    this.#limitSeconds = limitSeconds;
  }

  /** Tells when a request of so many rows that comes now is due. Half the limit is the most. */
  dueAt(now: number, rows: number): number {
    const patience = PATIENCE * this.#cost({ rows, requests: 1 }, this.#model.maxRows);
    return now + 1000 * Math.min(patience, this.#limitSeconds / 2);
  }

  /** Tells whether a request of so many rows would be answered within the limit, behind what is ahead of it. */
  isSoonEnough(now: number, rows: number, ahead: Ahead, rowsPerRun: number): boolean {
    const work = { rows: ahead.rows + rows, requests: ahead.requests + 1 };
    const slowdown = this.#seconds / this.#work;
    const running = Math.max(0, this.#inFlight * slowdown - (now - this.#countedUntil) / 1000);
    return running + this.#cost(work, rowsPerRun) * slowdown <= SHARE * this.#limitSeconds;
  }

  /** Notes that the queue isn't empty any more. */
  onBusy(now: number): void {
    if (this.#inFlight === 0) this.#countedUntil = now;
  }

  onStart(rows: number): void {
    this.#inFlight += this.#cost({ rows, requests: 1 }, rows);
  }

  onEnd(now: number, rows: number): void {
    const work = this.#cost({ rows, requests: 1 }, rows);
    this.#inFlight = Math.max(0, this.#inFlight - work);
    this.#work += work;
    this.#seconds += (now - this.#countedUntil) / 1000;
    this.#countedUntil = now;
    if (this.#seconds < WINDOW_SECONDS) return;
    this.#work /= 2;
    this.#seconds /= 2;
  }

  /** The seconds that this work took at load. */
  #cost({ rows, requests }: Work, rowsPerRun: number): number {
    const { isRowwise, pace } = this.#model;
    const runs = isRowwise ? Math.ceil(rows / rowsPerRun) : requests;
    return runs * pace.secondsPerRun + rows * pace.secondsPerRow;
  }
}
