/** A body of up to so many bytes is always taken: the number of connections limits what they hold together. */
const SMALL_BYTES = 16_384;

/** Limits the bytes of large bodies that all connections of a server hold at once. */
export class BodyMemory {
  readonly #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Tells whether a body of so many bytes has to be counted. */
  counts(size: number): boolean {
    return size > SMALL_BYTES;
  }

  /** Counts so many bytes and returns true, or returns false where there is no room for them. */
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#limit) return false;
    this.#held += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}
