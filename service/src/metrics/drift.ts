import { binOf } from '../forest/bins.js';
import type { FeatureBaseline, Row } from '../model/types.js';

/** The rows of half a window: an index covers the latest one to two halves. */
const HALF_WINDOW = 10_000;
/** The fewest rows for an index: of fewer it would mostly show chance. */
const MIN_ROWS = 200;
/** The share that an empty bin counts as, so that the index stays finite. */
const SMALLEST_SHARE = 1e-4;

/** The population stability index of a feature. */
export interface FeatureDrift {
  readonly feature: string;
  readonly index: number;
}

/**
 * Compares the features of recent requests with the training data's. The population stability index of a feature is
 * Σ (live - trained) · ln(live / trained) over its bins: below 0.1 alike, above 0.25 another population.
 */
export class DriftMonitor {
  readonly #features: readonly FeatureBaseline[];
  #current: Uint32Array[];
  #previous: Uint32Array[];
  #currentRows = 0;
  #previousRows = 0;

  constructor(features: readonly FeatureBaseline[]) {
    this.#features = features;
    this.#current = this.#emptyCounts();
    this.#previous = this.#emptyCounts();
  }

  observe(rows: readonly Row[]): void {
    if (this.#features.length === 0) return;
    if (this.#currentRows >= HALF_WINDOW) this.#turnWindow();
    for (const row of rows) this.#count(row);
    this.#currentRows += rows.length;
  }

  /** Computes the index of each feature; empty until enough rows have been observed. */
  indices(): FeatureDrift[] {
    const rows = this.#currentRows + this.#previousRows;
    if (rows < MIN_ROWS) return [];
    return this.#features.flatMap(({ name, shares }, feature) => {
      const counts = shares.map((_, bin) => this.#countOf(feature, bin));
      const present = counts.reduce((sum, count) => sum + count, 0);
      if (present < MIN_ROWS) return [];
      const live = counts.map((count) => count / present);
      return [{ feature: name, index: stabilityIndex(shares, live) }];
    });
  }

  #countOf(feature: number, bin: number): number {
    return (this.#current[feature]?.[bin] ?? 0) + (this.#previous[feature]?.[bin] ?? 0);
  }

  #count(row: Row): void {
    for (let feature = 0; feature < this.#features.length; feature++) {
      const { edges } = this.#features[feature] as FeatureBaseline;
      const counts = this.#current[feature] as Uint32Array;
      const value = Number(row[feature]);
      // A missing value lies in no bin; the index is of the others.
      if (Number.isNaN(value)) continue;
      const bin = binOf(edges, value);
      counts[bin] = (counts[bin] as number) + 1;
    }
  }

  #turnWindow(): void {
    this.#previous = this.#current;
    this.#previousRows = this.#currentRows;
    this.#current = this.#emptyCounts();
    this.#currentRows = 0;
  }

  #emptyCounts(): Uint32Array[] {
    return this.#features.map(({ shares }) => new Uint32Array(shares.length));
  }
}

/** Computes the population stability index of a feature from the shares of its bins. */
export function stabilityIndex(trained: readonly number[], live: readonly number[]): number {
  return trained.reduce((sum, share, bin) => {
    const expected = Math.max(share, SMALLEST_SHARE);
    const actual = Math.max(live[bin] ?? 0, SMALLEST_SHARE);
    return sum + (actual - expected) * Math.log(actual / expected);
  }, 0);
}
