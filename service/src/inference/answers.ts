import { RequestError } from '../errors.js';
import type { Model, ModelOutput, OutputData } from '../model/types.js';
import type { AnswerMaker } from './job.js';

/** Writes the answer for one row of a batch as the inside of a JSON object: `"prediction":1,"probabilities":{…}`. */
export type AnswerWriter = AnswerMaker<string>;

/** Builds a model's answer writer once, with all that doesn't change; a request only inserts numbers. */
export function compileAnswerWriter(model: Model): AnswerWriter {
  const { prediction, probabilities, labels } = model.roles;
  const rest = model.outputs.flatMap((_, index) => (index === prediction || index === probabilities ? [] : [index]));
  const others = rest.map((index) => ({
    key: JSON.stringify(model.outputs[index]?.name),
    write: valueWriter(model, index),
  }));
  const writeOthers: AnswerWriter = (outputs, row) =>
    `{${others.map(({ key, write }) => `${key}:${write(outputs, row)}`).join(',')}}`;
  if (prediction === undefined) return (outputs, row) => `"prediction":${writeOthers(outputs, row)}`;

  const writePrediction = valueWriter(model, prediction);
  const writeProbabilities = probabilities === undefined ? undefined : probabilityWriter(model, probabilities, labels);
  return (outputs, row) =>
    `"prediction":${writePrediction(outputs, row)}` +
    (writeProbabilities === undefined ? '' : `,"probabilities":${writeProbabilities(outputs, row)}`) +
    (others.length === 0 ? '' : `,"outputs":${writeOthers(outputs, row)}`);
}

/** Makes the writer of an output's value for a row: a scalar, or an array where the model gives several values. */
function valueWriter(model: Model, index: number): AnswerWriter {
  const output = model.outputs[index] as ModelOutput;
  const { width } = output;
  if (width === 1) return (outputs, row) => scalar((outputs[index] as OutputData)[row], output);
  return (outputs, row) => {
    const data = outputs[index] as OutputData;
    return `[${Array.from({ length: width }, (_, column) => scalar(data[row * width + column], output)).join(',')}]`;
  };
}

/** Makes the writer of probabilities: by class where the classes are known, else in the model's order. */
function probabilityWriter(model: Model, index: number, labels: readonly string[] | undefined): AnswerWriter {
  if (labels === undefined) return valueWriter(model, index);
  const output = model.outputs[index] as ModelOutput;
  const keys = labels.map((label, column) => `${column === 0 ? '{' : ','}${JSON.stringify(label)}:`);
  return (outputs, row) => {
    const data = outputs[index] as OutputData;
    let json = '';
    for (let column = 0; column < keys.length; column++)
      json += keys[column] + scalar(data[row * keys.length + column], output);
    return `${json}}`;
  };
}

/**
 * Writes one value as JSON. Integers that a JSON number would change are written as strings.
 * @throws RequestError for NaN and infinity, which JSON has no form for
 */
export function scalar(value: number | bigint | string | undefined, { name, type }: ModelOutput): string {
  if (typeof value === 'number') {
    if (type.name === 'bool') return value === 0 ? 'false' : 'true';
    if (Number.isFinite(value)) return String(value);
    throw new RequestError(422, `the model's answer in output '${name}' is ${value}, not a number that JSON can hold`);
  }
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
  }
  return JSON.stringify(value ?? '');
}
