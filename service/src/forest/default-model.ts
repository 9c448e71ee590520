import type { Baseline, FeatureBaseline, GoldenRow } from '../model/types.js';
import { binOf, quantileCuts } from './bins.js';
import { type Dataset, FEATURE_COUNT, makeDataset } from './dataset.js';
import { type Forest, predictProbability, trainForest } from './forest.js';
import { forestToOnnx } from './to-onnx.js';

const TRAINING_ROWS = 2000;
const DRIFT_BINS = 10;
const GOLDEN_ROWS = 8;
/** The distance from a tie below which sums in float32 may give another class than sums in float64. */
const CLEAR_MARGIN = 1e-3;

export interface TrainedModel {
  readonly bytes: Uint8Array;
  readonly baseline: Baseline;
}

/** Trains the embedded model: the same seed and number of trees give the same bytes. */
export function trainDefaultModel(seed: number, trees: number): TrainedModel {
  const data = makeDataset(seed, TRAINING_ROWS);
  const forest = trainForest(data, seed, trees);
  const metadata = { random_state: String(seed), n_estimators: String(trees), training_rows: String(TRAINING_ROWS) };
  return {
    bytes: forestToOnnx(forest, FEATURE_COUNT, metadata),
    baseline: { features: data.columns.map(describeFeature), golden: goldenRows(data, forest) },
  };
}

function describeFeature(column: Float32Array, index: number): FeatureBaseline {
  const edges = Array.from(quantileCuts(column, DRIFT_BINS));
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of column) {
    const bin = binOf(edges, value);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { name: `feature_${index}`, edges, shares: counts.map((count) => count / column.length) };
}

/** Computes the answers of a few rows by the trainer's own arithmetic; ONNX Runtime must give the same. */
function goldenRows({ columns }: Dataset, forest: Forest): GoldenRow[] {
  return Array.from({ length: GOLDEN_ROWS }, (_, row) => {
    const cells = columns.map((column) => column[row] as number);
    const probability = predictProbability(forest, cells);
    const isClear = Math.abs(probability - 0.5) > CLEAR_MARGIN;
    return {
      row: cells,
      probabilities: [1 - probability, probability],
      prediction: isClear ? Number(probability > 0.5) : undefined,
    };
  });
}
