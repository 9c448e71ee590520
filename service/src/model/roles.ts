import { labelsBehind } from '../onnx/classes.js';
import type { OnnxModel } from '../onnx/read.js';
import type { ModelOutput, Roles } from './types.js';

const LABEL_TYPES = new Set(['int64', 'int32', 'string', 'bool']);

/**
 * Finds which output is the prediction and which holds the class probabilities. A label per row beside a float table
 * with a column per class is a classifier; a single output is the prediction itself; anything else is answered by
 * output name.
 */
export function assignRoles(
  outputs: readonly ModelOutput[],
  graph: OnnxModel,
  zipMapLabels: ReadonlyMap<string, readonly string[]>,
): Roles {
  const label = outputs.findIndex(({ type }) => LABEL_TYPES.has(type.name));
  if (label === -1)
    return { prediction: outputs.length === 1 ? 0 : undefined, probabilities: undefined, labels: undefined };
  const labelOutput = outputs[label] as ModelOutput;
  const tables = outputs.flatMap((output, index) => (isTable(output) ? [index] : []));
  const [probabilities] = tables;
  if (labelOutput.width !== 1 || probabilities === undefined || tables.length > 1) {
    return { prediction: label, probabilities: undefined, labels: undefined };
  }
  const table = outputs[probabilities] as ModelOutput;
  const labels = zipMapLabels.get(table.name) ?? labelsBehind(graph, labelOutput.name);
  return { prediction: label, probabilities, labels: labels?.length === table.width ? labels : undefined };
}

const isTable = ({ type, width }: ModelOutput): boolean => type.name.startsWith('float') && width > 1;
