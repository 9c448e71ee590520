import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { binOf, quantileCuts } from './bins.js';
import type { Dataset } from './dataset.js';
import { type BinnedData, growTree, MAX_BINS, type Tree } from './tree.js';

export type Forest = readonly Tree[];

/**
 * Trains a random forest; the same data, seed and size give the same forest.
 * It is the service's own code because no maintained JavaScript library trains a forest within the start-up budget.
 */
export function trainForest(data: Dataset, seed: number, trees: number): Forest {
  const binned = binColumns(data);
  const random = xoroshiro128plus(seed);
  return Array.from({ length: trees }, () => growTree(binned, random));
}

/** Computes the probability of class 1: the mean of the leaves that the row reaches. */
export function predictProbability(forest: Forest, row: ArrayLike<number>): number {
  return forest.reduce((sum, tree) => sum + leafProbability(tree, row), 0) / forest.length;
}

function leafProbability(tree: Tree, row: ArrayLike<number>): number {
  let node = tree[0];
  while (node?.kind === 'split') {
    node = tree[Math.fround(row[node.feature] as number) <= node.threshold ? node.left : node.right];
  }
  return node?.probability ?? 0;
}

function binColumns({ columns, labels }: Dataset): BinnedData {
  const cuts = columns.map((column) => quantileCuts(column, MAX_BINS));
  const bins = columns.map((column, feature) =>
    Uint8Array.from(column, (value) => binOf(cuts[feature] as Float32Array, value)),
  );
  return { bins, cuts, labels };
}
