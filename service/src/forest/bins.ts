/**
 * Computes cut points between quantiles of the values: ascending, distinct, at most `bins - 1`, each exact in float32.
 */
export function quantileCuts(values: Float32Array, bins: number): Float32Array {
  const sorted = values.slice().sort();
  const cuts = new Set<number>();
  for (let bin = 1; bin < bins; bin++) {
    const upper = Math.floor((bin * sorted.length) / bins);
    const low = sorted[upper - 1] as number;
    const high = sorted[upper] as number;
    // Rounding the middle to float32 may land on `high`; the cut must lie below it because a split is "value <= cut".
    const middle = Math.fround((low + high) / 2);
    if (low < high) cuts.add(middle < high ? middle : low);
  }
  return Float32Array.from(cuts);
}

/** Finds the index of the bin that holds the value: bin i is (cuts[i - 1], cuts[i]]. */
export function binOf(cuts: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= (cuts[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
