import { StartError } from '../errors.js';
import type { GoldenRow, Model, OutputData } from './types.js';

const TOLERANCE = 1e-5;

/**
 * Runs the rows with known answers: the kernels of forests have changed between ONNX Runtime versions.
 * @throws StartError when an answer differs
 */
export async function checkGoldenRows(model: Model): Promise<void> {
  for (const [index, row] of model.baseline.golden.entries()) {
    if (row.features.length !== model.rowWidth) {
      throw new StartError(`known row ${index} has ${row.features.length} features; the model takes ${model.rowWidth}`);
    }
    const difference = describeDifference(model, row, await model.run([row.features]));
    if (difference !== undefined) {
      throw new StartError(`the model answers known row ${index} wrongly: ${difference}`);
    }
  }
}

function describeDifference(model: Model, row: GoldenRow, outputs: readonly OutputData[]): string | undefined {
  const { prediction, probabilities } = model.roles;
  const answer = prediction === undefined ? undefined : outputs[prediction]?.[0];
  if (row.prediction !== undefined && !isSame(answer, row.prediction)) {
    return `${answer} instead of ${row.prediction}`;
  }
  const columns = probabilities === undefined ? undefined : outputs[probabilities];
  const off = row.probabilities?.findIndex((value, at) => !isClose(Number(columns?.[at]), value)) ?? -1;
  return off === -1 ? undefined : `probability ${columns?.[off]} instead of ${row.probabilities?.[off]}`;
}

const isClose = (got: number, wanted: number): boolean =>
  Math.abs(got - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));

const isSame = (answer: unknown, wanted: unknown): boolean =>
  typeof answer === 'number' && typeof wanted === 'number'
    ? isClose(answer, wanted)
    : String(answer) === String(wanted);
