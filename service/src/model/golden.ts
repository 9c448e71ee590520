import { StartError } from '../errors.js';
import type { GoldenRow, Model, OutputData } from './types.js';

const TOLERANCE = 1e-5;

/**
 * Runs the rows whose answers are known: the kernels of forests have changed between ONNX Runtime versions.
 * @throws StartError when an answer differs
 */
export async function checkGoldenRows(model: Model): Promise<void> {
  for (const [index, golden] of model.baseline.golden.entries()) {
    if (golden.row.length !== model.rowWidth) {
      throw new StartError(`known row ${index} has ${golden.row.length} features; the model takes ${model.rowWidth}`);
    }
    const difference = describeDifference(model, golden, await model.run([golden.row]));
    if (difference !== undefined) {
      throw new StartError(`the model answers known row ${index} wrongly: ${difference}`);
    }
  }
}

function describeDifference(model: Model, golden: GoldenRow, outputs: readonly OutputData[]): string | undefined {
  const { prediction, probabilities } = model.roles;
  const answer = prediction === undefined ? undefined : outputs[prediction]?.[0];
  if (golden.prediction !== undefined && !isSame(answer, golden.prediction)) {
    return `${answer} instead of ${golden.prediction}`;
  }
  const got = probabilities === undefined ? undefined : outputs[probabilities];
  const wrong = golden.probabilities?.findIndex((wanted, index) => !isClose(Number(got?.[index]), wanted)) ?? -1;
  return wrong === -1 ? undefined : `probability ${got?.[wrong]} instead of ${golden.probabilities?.[wrong]}`;
}

const isClose = (got: number, wanted: number): boolean =>
  Math.abs(got - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));

const isSame = (answer: unknown, wanted: unknown): boolean =>
  typeof answer === 'number' && typeof wanted === 'number'
    ? isClose(answer, wanted)
    : String(answer) === String(wanted);
