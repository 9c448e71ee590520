import type { RequestError } from '../errors.js';
import { orRefusal, scalar } from '../inference/answers.js';
import type { Model, ModelOutput, OutputData } from '../model/types.js';
import { writeBinary } from './v2-binary.js';
import type { RequestedOutput } from './v2-request.js';

/** An output tensor of an answer: its description with its values, or with its values as bytes beside it. */
export interface AnswerTensor {
  readonly json: string;
  readonly bytes?: Buffer;
}

type Value = number | bigint | string;

/** The way of one output into an answer: what is taken of it for a row, and how the rows become a tensor. */
export interface TensorAnswer<T> {
  readonly index: number;
  /** Takes the values of a row; returns the reason where JSON can't hold them. */
  readonly take: (data: OutputData, row: number) => T | RequestError;
  /** Makes the tensor; the values of refused rows are null in JSON, and its parameters name them. */
  readonly join: (rows: readonly T[], refused: readonly number[]) => AnswerTensor;
}

/** Makes the way of an output into an answer, as JSON or as bytes. */
export function answerTensor(
  { index, isBinary }: RequestedOutput,
  model: Model,
): TensorAnswer<string> | TensorAnswer<Value[]> {
  const output = model.outputs[index] as ModelOutput;
  return isBinary ? binaryTensor(output, index) : jsonTensor(output, index);
}

function jsonTensor(output: ModelOutput, index: number): TensorAnswer<string> {
  const nulls = Array.from({ length: output.width }, () => 'null').join(',');
  const write = (data: OutputData, row: number): string =>
    valuesOf(data, row, output)
      .map((value, column) => scalar(value, output, column))
      .join(',');
  return {
    index,
    take: orRefusal(write),
    join: (rows, refused) => {
      const isRefused = new Set(refused);
      const values = rows.map((text, row) => (isRefused.has(row) ? nulls : text));
      const more = refused.length === 0 ? {} : { parameters: { rows_without_answer: refused.join(',') } };
      const head = { ...headOf(output, rows.length), ...more };
      return { json: `${JSON.stringify(head).slice(0, -1)},"data":[${values.join(',')}]}` };
    },
  };
}

function binaryTensor(output: ModelOutput, index: number): TensorAnswer<Value[]> {
  return {
    index,
    take: (data, row) => valuesOf(data, row, output),
    join: (rows) => {
      const bytes = writeBinary(rows.flat(), output);
      const head = { ...headOf(output, rows.length), parameters: { binary_data_size: bytes.length } };
      return { json: JSON.stringify(head), bytes };
    },
  };
}

const headOf = ({ name, axes, type }: ModelOutput, rows: number) => ({
  name,
  shape: [rows, ...axes],
  datatype: type.datatype,
});

const valuesOf = (data: OutputData, row: number, { width }: ModelOutput): Value[] =>
  Array.from({ length: width }, (_, column) => data[row * width + column] as Value);
