const HALF_WINDOW = 32;

/**
 * The time that a row takes in a run, in seconds: the least of the last 32 to 64 runs. A mean would rise whenever
 * something else has the CPU for a moment, and requests would be turned away for it.
 */
export class RowTime {
  #previous: number;
  #current = Number.POSITIVE_INFINITY;
  #runs = 0;

  /** @param first measured before the first request, greater than 0 */
  constructor(first: number) {
    this.#previous = first;
  }

  get seconds(): number {
    return Math.min(this.#previous, this.#current);
  }

  learn(seconds: number): void {
    this.#current = Math.min(this.#current, seconds);
    this.#runs += 1;
    if (this.#runs % HALF_WINDOW !== 0) return;
    this.#previous = this.#current;
    this.#current = Number.POSITIVE_INFINITY;
  }
}
