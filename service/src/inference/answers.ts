import { RequestError } from '../errors.js';
import type { Model, ModelOutput, OutputData } from '../model/types.js';
import type { AnswerMaker } from './job.js';

/** Writes the answer for one row of a batch as the inside of a JSON object: `"prediction":1,"probabilities":{…}`. */
export type AnswerWriter = AnswerMaker<string>;

/** Builds a model's answer writer once, with all that doesn't change; a request only inserts numbers. */
export function compileAnswerWriter(model: Model): AnswerWriter {
  const { prediction, probabilities, scores, labels } = model.roles;
  const table = probabilities ?? scores?.output;
  const rest = model.outputs.flatMap((_, index) => (index === prediction || index === table ? [] : [index]));
  const others = rest.map((index) => ({
    key: JSON.stringify(model.outputs[index]?.name),
    write: valueWriter(model, index),
  }));
  const writeOthers: AnswerWriter = (outputs, row) =>
    `{${others.map(({ key, write }) => `${key}:${write(outputs, row)}`).join(',')}}`;
  if (prediction === undefined) return (outputs, row) => `"prediction":${writeOthers(outputs, row)}`;

  const writePrediction = valueWriter(model, prediction);
  const writeTable = table === undefined ? undefined : tableWriter(model, table, labels);
  const tableKey = JSON.stringify(scores?.kind ?? 'probabilities');
  return (outputs, row) =>
    `"prediction":${writePrediction(outputs, row)}` +
    (writeTable === undefined ? '' : `,${tableKey}:${writeTable(outputs, row)}`) +
    (others.length === 0 ? '' : `,"outputs":${writeOthers(outputs, row)}`);
}

/** Lets a row whose answer can't be written have its reason instead, so that it doesn't fail the other rows. */
export const orRefusal =
  <D, T>(makeAnswer: (data: D, row: number) => T): ((data: D, row: number) => T | RequestError) =>
  (data, row) => {
    try {
      return makeAnswer(data, row);
    } catch (error) {
      if (error instanceof RequestError) return error;
      throw error;
    }
  };

/**
 * Fails a request of which no row has an answer.
 * @throws RequestError the first row's reason
 */
export function refuseWithoutAnswers(answers: readonly unknown[], field: string): void {
  if (answers.every((answer) => answer instanceof RequestError)) refuseAny(answers, field);
}

/**
 * Fails a request of which any row has no answer.
 * @throws RequestError the reason of the first such row, with its index
 */
export function refuseAny(answers: readonly unknown[], field: string): void {
  const index = answers.findIndex((answer) => answer instanceof RequestError);
  if (index === -1) return;
  const { status, message } = answers[index] as RequestError;
  const place = `${field}[${index}]`;
  throw new RequestError(status, `${place}: ${message}`, { field: place, index });
}

/**
 * Replaces the reasons of rows without an answer by an answer that names the row and says why.
 * @throws RequestError when no row has an answer
 */
export function nameRefusals(answers: readonly (string | RequestError)[], field: string): string[] {
  refuseWithoutAnswers(answers, field);
  return answers.map((answer, row) => {
    if (typeof answer === 'string') return answer;
    return `"prediction":null,"error":${JSON.stringify(`${field}[${row}]: ${answer.message}`)}`;
  });
}

/** Makes the writer of a row's bare prediction: of an object by output name where no output is the prediction. */
export function compilePredictionWriter(model: Model): AnswerWriter {
  const { prediction } = model.roles;
  if (prediction !== undefined) return valueWriter(model, prediction);
  const outputs = model.outputs.map(({ name }, index) => ({
    key: JSON.stringify(name),
    write: valueWriter(model, index),
  }));
  return (data, row) => `{${outputs.map(({ key, write }) => `${key}:${write(data, row)}`).join(',')}}`;
}

/** Makes the writer of an output's value for a row: a scalar, or an array where the model gives several values. */
function valueWriter(model: Model, index: number): AnswerWriter {
  const output = model.outputs[index] as ModelOutput;
  const { width } = output;
  if (width === 1) return (outputs, row) => scalar((outputs[index] as OutputData)[row], output);
  return (outputs, row) => {
    const data = outputs[index] as OutputData;
    const write = (_: unknown, column: number): string => scalar(data[row * width + column], output, column);
    return `[${Array.from({ length: width }, write).join(',')}]`;
  };
}

/** Makes the writer of a row's table: by class where the classes are known, else in the model's order. */
function tableWriter(model: Model, index: number, labels: readonly string[] | undefined): AnswerWriter {
  if (labels === undefined) return valueWriter(model, index);
  const output = model.outputs[index] as ModelOutput;
  const keys = labels.map((label, column) => `${column === 0 ? '{' : ','}${JSON.stringify(label)}:`);
  return (outputs, row) => {
    const data = outputs[index] as OutputData;
    let json = '';
    for (let column = 0; column < keys.length; column++)
      json += keys[column] + scalar(data[row * keys.length + column], output, column);
    return `${json}}`;
  };
}

/**
 * Writes one value as JSON. Integers that a JSON number would change are written as strings.
 * @throws RequestError for NaN and infinity, which JSON has no form for
 */
export function scalar(
  value: number | bigint | string | undefined,
  { name, type, width }: ModelOutput,
  column = 0,
): string {
  if (typeof value === 'number') {
    if (type.name === 'bool') return value === 0 ? 'false' : 'true';
    if (Number.isFinite(value)) return String(value);
    const place = width === 1 ? `output '${name}'` : `output '${name}', column ${column},`;
    throw new RequestError(422, `the model's answer in ${place} is ${value}, not a number that JSON can hold`);
  }
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
  }
  return JSON.stringify(value ?? '');
}
