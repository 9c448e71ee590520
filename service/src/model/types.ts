import type { Cell, ElementType } from './element-types.js';

/** A feature vector as the model takes it: the cells of all inputs, in the inputs' order. */
export type Row = readonly Cell[];

export interface ModelInput {
  readonly name: string;
  readonly type: ElementType;
  /** The sizes of the axes after the batch axis. */
  readonly axes: readonly number[];
  /** The cells of a row that belong to this input are `offset` to `offset + width`. */
  readonly offset: number;
  readonly width: number;
  /** Whether the model understands NaN in this input as a missing value. */
  readonly understandsMissing: boolean;
}

export interface ModelOutput {
  readonly name: string;
  readonly type: ElementType;
  readonly axes: readonly number[];
  readonly width: number;
}

/** The values of an output for the rows of one run: `width` values for each row, row after row. */
export type OutputData = ArrayLike<number | bigint | string>;

/** The outputs that predictions come from, as indices. */
export interface Roles {
  readonly prediction: number | undefined;
  readonly probabilities: number | undefined;
  /** Class labels in the order of the probability columns, int64 labels with all their digits. */
  readonly labels: readonly string[] | undefined;
}

/** The inputs of a model. */
export interface Signature {
  readonly inputs: readonly ModelInput[];
  /** The number of cells of a row. */
  readonly rowWidth: number;
  /** The only batch size that the graph takes; undefined where it takes any. */
  readonly fixedBatch: number | undefined;
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
  /** Answers up to `maxRows` rows: one entry for each output. */
  readonly run: (rows: readonly Row[]) => readonly OutputData[] | Promise<readonly OutputData[]>;
}
