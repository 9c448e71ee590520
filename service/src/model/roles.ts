import { labelsBehind } from '../onnx/classes.js';
import type { OnnxModel } from '../onnx/read.js';
import type { Table } from './comparison.js';
import type { ModelOutput, OutputData, Roles, ScoreTable } from './types.js';

const LABEL_TYPES = new Set(['int64', 'int32', 'string', 'bool']);
/** How far the sum of a row's probabilities may be from 1. */
const SUM_TOLERANCE = 1e-2;

/** What the roles are found from. */
export interface RoleSources {
  readonly outputs: readonly ModelOutput[];
  readonly graph: OnnxModel;
  /** The labels of tables whose ZipMap was removed, by output name. */
  readonly zipMapLabels: ReadonlyMap<string, readonly string[]>;
  /** The answers of the trial rows. */
  readonly answers: readonly Pick<Table, 'data'>[];
  readonly rows: number;
}

/**
 * Finds which output is the prediction and what the table beside it holds. A label per row beside a float table with a
 * column per class is a classifier; a single output is the prediction itself; anything else is answered by output name.
 */
export function assignRoles(sources: RoleSources): Roles {
  const { outputs, graph, zipMapLabels } = sources;
  const label = outputs.findIndex(({ type }) => LABEL_TYPES.has(type.name));
  const nothing = { probabilities: undefined, scores: undefined, labels: undefined };
  if (label === -1) return { prediction: outputs.length === 1 ? 0 : undefined, ...nothing };
  const labelOutput = outputs[label] as ModelOutput;
  const tables = outputs.flatMap((output, index) => (isTable(output) ? [index] : []));
  const [found] = tables;
  if (labelOutput.width !== 1 || found === undefined || tables.length > 1) return { prediction: label, ...nothing };
  const table = outputs[found] as ModelOutput;
  const declared = zipMapLabels.get(table.name) ?? labelsBehind(graph, labelOutput.name);
  const labels = declared?.length === table.width ? declared : undefined;
  const trials = trialsOf(sources, label, found);
  if (holdsProbabilities(trials)) return { prediction: label, probabilities: found, scores: undefined, labels };
  const kind: ScoreTable['kind'] = holdsDistances(trials, labels) ? 'distances' : 'scores';
  return { prediction: label, probabilities: undefined, scores: { output: found, kind }, labels };
}

const isTable = ({ type, width, axes }: ModelOutput): boolean =>
  type.name.startsWith('float') && width > 1 && axes.length === 1;

/** A trial row's label and its values in the table. */
interface Trial {
  readonly label: string;
  readonly values: readonly number[];
}

function trialsOf({ outputs, answers, rows }: RoleSources, label: number, table: number): Trial[] {
  const { width } = outputs[table] as ModelOutput;
  const values = answers[table]?.data as ArrayLike<number>;
  const labels = answers[label]?.data as OutputData;
  const all = Array.from({ length: rows }, (_, row) => ({
    label: String(labels[row]),
    values: Array.from({ length: width }, (_, column) => values[row * width + column] as number),
  }));
  return all.filter((trial) => trial.values.every(Number.isFinite));
}

/** Tells whether each row's values are shares of 1. */
const holdsProbabilities = (trials: readonly Trial[]): boolean =>
  trials.length > 0 &&
  trials.every(({ values }) => {
    const sum = values.reduce((total, value) => total + value, 0);
    return Math.abs(sum - 1) <= SUM_TOLERANCE && values.every((value) => value >= 0 && value <= 1 + SUM_TOLERANCE);
  });

/** Tells whether the least value of a row is that of its label. */
const holdsDistances = (trials: readonly Trial[], labels: readonly string[] | undefined): boolean =>
  trials.length > 0 &&
  trials.every(({ label, values }) => {
    const least = values.indexOf(Math.min(...values));
    return values.every((value) => value >= 0) && label === (labels?.[least] ?? String(least));
  });
