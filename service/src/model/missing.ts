import { handlesMissing } from '../onnx/missing-values.js';
import type { OnnxModel } from '../onnx/read.js';
import type { RawOutput } from './session-runner.js';
import type { ModelInput, Row } from './types.js';

/** The most columns of an input that are tried one by one. */
const MAX_TRIED_COLUMNS = 1000;

export interface MissingSubject {
  readonly inputs: readonly ModelInput[];
  readonly graph: OnnxModel;
  /** A row that the model answers. */
  readonly row: Row;
}

type Run = (rows: readonly Row[]) => Promise<readonly RawOutput[]> | readonly RawOutput[];

/**
 * Finds the inputs in which NaN is a missing value that the model understands: the graph has an operator for it, and
 * the model gives finite answers where all cells of the input are missing, or at least where one is.
 */
export async function markMissing({ inputs, graph, row }: MissingSubject, run: Run): Promise<ModelInput[]> {
  const marked: ModelInput[] = [];
  for (const input of inputs) {
    const isCandidate = input.type.name.startsWith('float') && handlesMissing(graph, input.name);
    marked.push({ ...input, understandsMissing: isCandidate && (await answersMissing(input, row, run)) });
  }
  return marked;
}

async function answersMissing({ offset, width }: ModelInput, row: Row, run: Run): Promise<boolean> {
  if (await isAnswered(without(row, offset, width), run)) return true;
  for (let column = 0; column < Math.min(width, MAX_TRIED_COLUMNS); column++) {
    if (await isAnswered(without(row, offset + column, 1), run)) return true;
  }
  return false;
}

const without = (row: Row, from: number, count: number): Row =>
  row.map((cell, index) => (index >= from && index < from + count ? Number.NaN : cell));

async function isAnswered(row: Row, run: Run): Promise<boolean> {
  try {
    const outputs = await run([row]);
    return outputs.every(({ data }) => Array.from(data as ArrayLike<unknown>).every(isDefined));
  } catch {
    return false;
  }
}

const isDefined = (value: unknown): boolean => typeof value !== 'number' || Number.isFinite(value);
