import type { Cell, ElementType } from './element-types.js';

/** One row as the model takes it: the cells of all inputs in their order. */
export type Row = readonly Cell[];

export interface ModelInput {
  readonly name: string;
  readonly type: ElementType;
  /** The axes after the batch axis. */
  readonly axes: readonly number[];
  /** Cells of a row that belong to this input: `offset` to `offset + width`. */
  readonly offset: number;
  readonly width: number;
}

export interface ModelOutput {
  readonly name: string;
  readonly type: ElementType;
  readonly axes: readonly number[];
  readonly width: number;
}

/** What an output holds for the rows of one run, row by row: `width` values each. */
export type OutputData = ArrayLike<number | bigint | string>;

/** Where predictions come from. Indices into the outputs. */
export interface Roles {
  readonly prediction: number | undefined;
  readonly probabilities: number | undefined;
  /** Class labels in the order of the probability columns, int64 labels with all their digits. */
  readonly labels: readonly string[] | undefined;
}

export interface Signature {
  readonly inputs: readonly ModelInput[];
  /** Cells of a whole row. */
  readonly rowWidth: number;
  /** The one batch size that the graph takes, when it is fixed. */
  readonly fixedBatch: number | undefined;
}

export interface ModelIdentity {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** What the model says of itself: training parameters, producer… */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A row whose answer is known. */
export interface GoldenRow {
  readonly features: Row;
  readonly prediction?: Cell | undefined;
  readonly probabilities?: readonly number[] | undefined;
}

/** A feature's distribution in the training data: the share of rows per bin, bin i being (edges[i-1], edges[i]]. */
export interface FeatureBaseline {
  readonly name: string;
  readonly edges: readonly number[];
  readonly shares: readonly number[];
}

/** What is known of the training data, for drift and for known answers. */
export interface Baseline {
  readonly features: readonly FeatureBaseline[];
  readonly golden: readonly GoldenRow[];
}

/** How long runs took at load: so much for each run, and so much for each of its rows. One of both may be 0. */
export interface Pace {
  readonly secondsPerRun: number;
  readonly secondsPerRow: number;
}

export interface Model extends Signature, ModelIdentity {
  readonly outputs: readonly ModelOutput[];
  readonly roles: Roles;
  /** Whether a row's answer is the same, bit by bit, whatever other rows run with it. */
  readonly isRowwise: boolean;
  readonly baseline: Baseline;
  readonly pace: Pace;
  /** The most rows that one run takes. */
  readonly maxRows: number;
  /** Answers up to `maxRows` rows: one entry for each output. */
  readonly run: (rows: readonly Row[]) => readonly OutputData[] | Promise<readonly OutputData[]>;
}
