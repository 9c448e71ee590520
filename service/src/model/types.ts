import type { Cell, ElementType } from './element-types.js';

/** A feature vector as the model takes it: the cells of all inputs, in the inputs' order. */
export type Row = readonly Cell[];

export interface ModelInput {
  readonly name: string;
  readonly type: ElementType;
  /** The sizes of the axes after the batch axis; of all axes of a parameter. */
  readonly axes: readonly number[];
  /** Whether the input has no batch axis, so that all rows of a run share its values. */
  readonly isParameter: boolean;
  /** The cells of a row that belong to this input are `offset` to `offset + width`. */
  readonly offset: number;
  readonly width: number;
  /** Whether the model understands NaN in this input as a missing value. */
  readonly understandsMissing: boolean;
}

export interface ModelOutput {
  readonly name: string;
  readonly type: ElementType;
  /** The axis of the model's own output whose index is the row; answers have it first. */
  readonly rowAxis: number;
  /** The sizes of the other axes. */
  readonly axes: readonly number[];
  readonly width: number;
}

/** The values of an output for the rows of one run: `width` values for each row, row after row. */
export type OutputData = ArrayLike<number | bigint | string>;

/** The outputs that predictions come from, as indices. */
export interface Roles {
  readonly prediction: number | undefined;
  readonly probabilities: number | undefined;
  /** A table with a column for each class, beside a label, that doesn't hold probabilities. */
  readonly scores: ScoreTable | undefined;
  /** Class labels in the order of the columns of either table, int64 labels with all their digits. */
  readonly labels: readonly string[] | undefined;
}

/** Distances are scores of which the least tells the class. */
export interface ScoreTable {
  readonly output: number;
  readonly kind: 'scores' | 'distances';
}

/** The inputs of a model. */
export interface Signature {
  readonly inputs: readonly ModelInput[];
  /** The number of cells of a row. */
  readonly rowWidth: number;
  /** The only batch size that the graph takes; undefined where it takes any. */
  readonly fixedBatch: number | undefined;
  /** What the model's owner should know of how the inputs are read. */
  readonly warnings: readonly string[];
}

export interface ModelIdentity {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** Metadata in the model's file: training parameters, producer… */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A row whose answer is known. */
export interface GoldenRow {
  readonly row: Row;
  readonly prediction?: Cell | undefined;
  readonly probabilities?: readonly number[] | undefined;
}

/**
 * The distribution of a feature in the training data: the share of rows in each bin; bin i is (edges[i-1], edges[i]].
 */
export interface FeatureBaseline {
  readonly name: string;
  readonly edges: readonly number[];
  readonly shares: readonly number[];
}

/** Facts of the training data: distributions, which drift is measured against, and rows with known answers. */
export interface Baseline {
  readonly features: readonly FeatureBaseline[];
  readonly golden: readonly GoldenRow[];
}

/** The time of runs as measured at load: a part for each run and a part for each of its rows. One of both may be 0. */
export interface Pace {
  readonly secondsPerRun: number;
  readonly secondsPerRow: number;
}

/** A model that has been loaded and has predicted. */
export interface Model extends Signature, ModelIdentity {
  readonly outputs: readonly ModelOutput[];
  readonly roles: Roles;
  /** Whether a row's answer is the same, bit by bit, whatever other rows are in its batch. */
  readonly isRowwise: boolean;
  readonly baseline: Baseline;
  readonly pace: Pace;
  /** The most rows that one run takes. */
  readonly maxRows: number;
  /** The threads that make the runs; 0 where the event loop's thread does. */
  readonly workers: number;
  /** The most runs that may be under way at once. */
  readonly parallelRuns: number;
  /** Answers up to `maxRows` rows: one entry for each output. */
  readonly run: (rows: readonly Row[]) => readonly OutputData[] | Promise<readonly OutputData[]>;
}
