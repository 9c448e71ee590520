import { RequestError } from '../errors.js';
import type { Model, ModelOutput, OutputData } from '../model/types.js';
import type { RowReader } from './batcher.js';

/** Writes the answer for one row of a run as the inside of a JSON object: `"prediction":1,"probabilities":{…}`. */
export type RowWriter = RowReader<string>;

/** Puts together what is known of a model once, so that a request only inserts numbers. */
export function compileRowWriter(model: Model): RowWriter {
  const { prediction, probabilities, labels } = model.roles;
  const rest = model.outputs.flatMap((_, index) => (index === prediction || index === probabilities ? [] : [index]));
  const others = rest.map((index) => ({
    key: JSON.stringify(model.outputs[index]?.name),
    write: valueWriter(model, index),
  }));
  const writeOthers: RowWriter = (outputs, row) =>
    `{${others.map(({ key, write }) => `${key}:${write(outputs, row)}`).join(',')}}`;
  if (prediction === undefined) return (outputs, row) => `"prediction":${writeOthers(outputs, row)}`;

  const writePrediction = valueWriter(model, prediction);
  const writeProbabilities = probabilities === undefined ? undefined : probabilityWriter(model, probabilities, labels);
  return (outputs, row) =>
    `"prediction":${writePrediction(outputs, row)}` +
    (writeProbabilities === undefined ? '' : `,"probabilities":${writeProbabilities(outputs, row)}`) +
    (others.length === 0 ? '' : `,"outputs":${writeOthers(outputs, row)}`);
}

/** An output's value for a row: a scalar, or an array where the model gives several. */
function valueWriter(model: Model, index: number): RowWriter {
  const output = model.outputs[index] as ModelOutput;
  const { width } = output;
  if (width === 1) return (outputs, row) => scalar((outputs[index] as OutputData)[row], output);
  return (outputs, row) => {
    const data = outputs[index] as OutputData;
    return `[${Array.from({ length: width }, (_, at) => scalar(data[row * width + at], output)).join(',')}]`;
  };
}

/** By class where the classes are known, else in the model's order. */
function probabilityWriter(model: Model, index: number, labels: readonly string[] | undefined): RowWriter {
  if (labels === undefined) return valueWriter(model, index);
  const output = model.outputs[index] as ModelOutput;
  const keys = labels.map((label, at) => `${at === 0 ? '{' : ','}${JSON.stringify(label)}:`);
  return (outputs, row) => {
    const data = outputs[index] as OutputData;
    let json = '';
    for (let at = 0; at < keys.length; at++) json += keys[at] + scalar(data[row * keys.length + at], output);
    return `${json}}`;
  };
}

/**
 * One value as JSON. Integers that a JSON number would change are written as strings.
 * @throws RequestError for NaN and infinity, which JSON can't say
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
