import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

export const FEATURE_COUNT = 20;
const INFORMATIVE = 8;
const REDUNDANT = 4;
const CLUSTERS_PER_CLASS = 2;
const LABEL_NOISE = 0.03;

/** Rows for a binary classifier: `columns[feature][row]` rounded to float32, `labels[row]` 0 or 1. */
export interface Dataset {
  readonly columns: readonly Float32Array[];
  readonly labels: Uint8Array;
}

/**
 * Makes a classification problem of 20 features: informative ones (Gaussian clusters around corners of a cube),
 * redundant ones (mixtures of the informative) and noise, with a few labels flipped.
 * Only + - * / are used, so the same seed gives the same bits on every machine and Node version.
 */
export function makeDataset(seed: number, rows: number): Dataset {
  const random = xoroshiro128plus(seed);
  const centers = Array.from({ length: 2 * CLUSTERS_PER_CLASS }, () => corner(random));
  const mixture = Array.from({ length: REDUNDANT }, () => numbers(INFORMATIVE, () => uniform(random) * 2 - 1));
  const columns = Array.from({ length: FEATURE_COUNT }, () => new Float32Array(rows));
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const cluster = row % centers.length;
    labels[row] = (cluster + (uniform(random) < LABEL_NOISE ? 1 : 0)) % 2;
    const informative = (centers[cluster] ?? []).map((center) => center + gaussian(random));
    const redundant = mixture.map((weights) => dot(weights, informative));
    const noise = numbers(FEATURE_COUNT - INFORMATIVE - REDUNDANT, () => gaussian(random));
    [...informative, ...redundant, ...noise].forEach((value, feature) => {
      (columns[feature] as Float32Array)[row] = value;
    });
  }
  return { columns, labels };
}

const numbers = (length: number, make: () => number): number[] => Array.from({ length }, make);

const uniform = (random: RandomGenerator): number => uniformFloat64(random);

const corner = (random: RandomGenerator): number[] => numbers(INFORMATIVE, () => (uniform(random) < 0.5 ? -1 : 1));

/**
 * Draws by Irwin–Hall, from twelve uniforms. Math.log and Math.cos, which Box–Muller needs, may differ between engines.
 */
function gaussian(random: RandomGenerator): number {
  let sum = -6;
  for (let term = 0; term < 12; term++) sum += uniform(random);
  return sum;
}

function dot(weights: readonly number[], values: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (values[index] ?? 0), 0);
}
