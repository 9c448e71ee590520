import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/**
 * A node: a split sends `value <= threshold` to `left`, a leaf holds the probability of class 1. Children are indices.
 */
export type TreeNode =
  | { readonly kind: 'split'; readonly feature: number; readonly threshold: number; left: number; right: number }
  | { readonly kind: 'leaf'; readonly probability: number };

export type Tree = readonly TreeNode[];

/** Training columns cut into few bins, so that a split is found by counting instead of sorting. */
export interface BinnedData {
  readonly bins: readonly Uint8Array[];
  readonly cuts: readonly Float32Array[];
  readonly labels: Uint8Array;
}

export const MAX_BINS = 64;
const MIN_SAMPLES_SPLIT = 4;

interface Split {
  readonly feature: number;
  readonly bin: number;
}

/** Grows a classification tree by Gini impurity on a bootstrap sample, trying √features random features per split. */
export function growTree(data: BinnedData, random: RandomGenerator): Tree {
  const nodes: TreeNode[] = [];
  const grow = (rows: Uint16Array): number => {
    const index = nodes.length;
    const positives = countPositives(data.labels, rows);
    const split = isSplittable(positives, rows.length) ? bestSplit(data, rows, random) : undefined;
    if (split === undefined) {
      nodes.push({ kind: 'leaf', probability: positives / rows.length });
      return index;
    }
    const bins = data.bins[split.feature] as Uint8Array;
    const threshold = (data.cuts[split.feature] as Float32Array)[split.bin] as number;
    const node = { kind: 'split' as const, feature: split.feature, threshold, left: 0, right: 0 };
    nodes.push(node);
    node.left = grow(rows.filter((row) => (bins[row] as number) <= split.bin));
    node.right = grow(rows.filter((row) => (bins[row] as number) > split.bin));
    return index;
  };
  grow(bootstrap(data.labels.length, random));
  return nodes;
}

function bootstrap(size: number, random: RandomGenerator): Uint16Array {
  return new Uint16Array(size).map(() => uniformInt(random, 0, size - 1));
}

function countPositives(labels: Uint8Array, rows: Uint16Array): number {
  let positives = 0;
  for (const row of rows) positives += labels[row] as number;
  return positives;
}

const isSplittable = (positives: number, total: number): boolean =>
  total >= MIN_SAMPLES_SPLIT && positives > 0 && positives < total;

function bestSplit(data: BinnedData, rows: Uint16Array, random: RandomGenerator): Split | undefined {
  let best: Split | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const feature of drawFeatures(data.bins.length, random)) {
    const candidate = bestBin(countByBin(data, rows, feature));
    if (candidate.impurity < lowest) {
      lowest = candidate.impurity;
      best = { feature, bin: candidate.bin };
    }
  }
  return best;
}

function drawFeatures(count: number, random: RandomGenerator): readonly number[] {
  const features = Array.from({ length: count }, (_, index) => index);
  const wanted = Math.floor(Math.sqrt(count));
  for (let position = 0; position < wanted; position++) {
    const chosen = uniformInt(random, position, count - 1);
    [features[position], features[chosen]] = [features[chosen] as number, features[position] as number];
  }
  return features.slice(0, wanted);
}

interface BinCounts {
  readonly totals: Uint16Array;
  readonly positives: Uint16Array;
}

function countByBin(data: BinnedData, rows: Uint16Array, feature: number): BinCounts {
  const bins = data.bins[feature] as Uint8Array;
  const totals = new Uint16Array(MAX_BINS);
  const positives = new Uint16Array(MAX_BINS);
  for (const row of rows) {
    const bin = bins[row] as number;
    totals[bin] = (totals[bin] as number) + 1;
    positives[bin] = (positives[bin] as number) + (data.labels[row] as number);
  }
  return { totals, positives };
}

/** Finds the last bin of the left side with the lowest weighted Gini impurity; infinite when all rows share one bin. */
function bestBin({ totals, positives }: BinCounts): { readonly bin: number; readonly impurity: number } {
  const total = sum(totals);
  const positive = sum(positives);
  let best = { bin: -1, impurity: Number.POSITIVE_INFINITY };
  let left = 0;
  let leftPositive = 0;
  for (let bin = 0; bin < MAX_BINS - 1; bin++) {
    left += totals[bin] as number;
    leftPositive += positives[bin] as number;
    if (left === 0 || left === total) continue;
    const impurity = gini(leftPositive, left) + gini(positive - leftPositive, total - left);
    if (impurity < best.impurity) best = { bin, impurity };
  }
  return best;
}

const gini = (positives: number, total: number): number => (positives * (total - positives)) / total;

const sum = (values: Uint16Array): number => values.reduce((total, value) => total + value, 0);
