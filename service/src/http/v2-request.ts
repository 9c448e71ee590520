import { RequestError } from '../errors.js';
import { describe, isObject, show } from '../inference/rows.js';
import type { Cell } from '../model/element-types.js';
import type { Model, ModelInput, Row } from '../model/types.js';
import { checkRowCount } from './predict.js';

/**
 * A valid request of the Open Inference Protocol: rows as the model takes them, and the indices of the outputs asked
 * for.
 */
export interface InferRequest {
  readonly id: string | undefined;
  readonly rows: readonly Row[];
  readonly outputs: readonly number[];
}

type Fields = Record<string, unknown>;

/**
 * Reads a request of the Open Inference Protocol.
 * @throws RequestError 400 naming the tensor and the element, 413 for too many rows
 */
export function readInferRequest(body: Fields, model: Model, maxRows: number): InferRequest {
  onlyFields(body, ['id', 'parameters', 'inputs', 'outputs'], 'the body');
  const { id } = body;
  if (id !== undefined && typeof id !== 'string')
    throw new RequestError(400, `id must be a string, got ${describe(id)}`);
  return { id, rows: readInputs(body['inputs'], model, maxRows), outputs: readOutputs(body['outputs'], model) };
}

function onlyFields(value: Fields, known: readonly string[], subject: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new RequestError(400, `${subject} has the unknown field ${show(unknown)}; it may have ${known.join(', ')}`);
  const { parameters } = value;
  if (parameters !== undefined && !isObject(parameters))
    throw new RequestError(400, `${subject}: parameters must be an object`);
}

function readInputs(value: unknown, model: Model, maxRows: number): Row[] {
  if (!Array.isArray(value)) throw new RequestError(400, `inputs must be an array of tensors, got ${describe(value)}`);
  const tensors = value.map((item: unknown, index) => {
    if (!isObject(item)) throw new RequestError(400, `inputs[${index}] must be an object, got ${describe(item)}`);
    onlyFields(item, ['name', 'shape', 'datatype', 'parameters', 'data'], `inputs[${index}]`);
    return item;
  });
  const ordered = model.inputs.map(({ name }) => findInput(tensors, name));
  const extra = tensors.find((tensor) => !ordered.includes(tensor));
  if (extra !== undefined) {
    const names = model.inputs.map(({ name }) => name).join(', ');
    throw new RequestError(400, `there is no further input ${describe(extra['name'])}; the inputs are ${names}`);
  }
  const cells = ordered.map((tensor, index) => readTensor(tensor, model.inputs[index] as ModelInput, maxRows));
  return joinRows(cells, model);
}

function findInput(tensors: readonly Fields[], name: string): Fields {
  const found = tensors.find((tensor) => tensor['name'] === name);
  if (found === undefined) throw new RequestError(400, `input ${show(name)} is missing`);
  return found;
}

/** The cells of one input, for all rows. */
interface InputCells {
  readonly rows: number;
  readonly cells: readonly Cell[];
}

function readTensor(tensor: Fields, input: ModelInput, maxRows: number): InputCells {
  const subject = `input ${show(input.name)}`;
  if (tensor['datatype'] !== input.type.datatype) {
    throw new RequestError(
      400,
      `${subject} must have the datatype ${input.type.datatype}, got ${describe(tensor['datatype'])}`,
    );
  }
  const rows = input.isParameter ? 1 : readShape(tensor['shape'], input, subject);
  if (input.isParameter) checkParameterShape(tensor['shape'], input, subject);
  else checkRowCount(rows, maxRows, subject);
  const cells = flatten(tensor['data'], [rows, ...input.axes], subject);
  const bad = cells.findIndex((cell) => !input.type.accepts(cell));
  if (bad !== -1) {
    throw new RequestError(400, `${subject}: data[${bad}] must be ${input.type.expected}, got ${describe(cells[bad])}`);
  }
  return { rows, cells: cells as Cell[] };
}

/** Reads the number of rows from a shape. */
function readShape(shape: unknown, { axes }: ModelInput, subject: string): number {
  const wanted = `[rows, ${axes.join(', ')}]`.replace(', ]', ']');
  const isRight =
    Array.isArray(shape) &&
    shape.length === axes.length + 1 &&
    Number.isSafeInteger(shape[0]) &&
    shape[0] >= 0 &&
    axes.every((size, index) => shape[index + 1] === size);
  if (!isRight) throw new RequestError(400, `${subject} must have the shape ${wanted}, got ${showShape(shape)}`);
  return shape[0] as number;
}

/** Checks the shape of an input without a batch axis; a scalar may come as a list of one. */
function checkParameterShape(shape: unknown, { axes }: ModelInput, subject: string): void {
  const isRight =
    Array.isArray(shape) && (String(shape) === String(axes) || (axes.length === 0 && String(shape) === '1'));
  if (isRight) return;
  throw new RequestError(400, `${subject} must have the shape [${axes.join(', ')}], got ${showShape(shape)}`);
}

const showShape = (shape: unknown): string =>
  Array.isArray(shape) && shape.length <= 8 ? `[${shape.map((size) => describe(size)).join(', ')}]` : describe(shape);

/** Lists the values of a tensor, whose data the protocol allows flat or nested like the shape. */
function flatten(data: unknown, shape: readonly number[], subject: string): unknown[] {
  if (!Array.isArray(data)) throw new RequestError(400, `${subject}: data must be an array, got ${describe(data)}`);
  const total = shape.reduce((product, size) => product * size, 1);
  const cells = shape.length > 1 && Array.isArray(data[0]) ? flattenNested(data, shape) : (data as unknown[]);
  if (cells === undefined) {
    throw new RequestError(400, `${subject}: data is nested, but not like the shape [${shape.join(', ')}]`);
  }
  if (cells.length !== total) {
    throw new RequestError(
      400,
      `${subject}: the shape [${shape.join(', ')}] takes ${total} values, data has ${cells.length}`,
    );
  }
  return cells;
}

/** Lists the innermost values; undefined where the nesting isn't that of the shape. */
function flattenNested(data: unknown, [size, ...rest]: readonly number[]): unknown[] | undefined {
  if (!Array.isArray(data) || data.length !== size) return undefined;
  if (rest.length === 0) return data;
  const parts = data.map((part: unknown) => flattenNested(part, rest));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** Joins the cells of all inputs to rows, each of which gets the parameters. */
function joinRows(tensors: readonly InputCells[], { inputs }: Model): Row[] {
  const counts = [...new Set(tensors.flatMap(({ rows }, index) => (inputs[index]?.isParameter ? [] : [rows])))];
  if (counts.length > 1) throw new RequestError(400, `the inputs have different numbers of rows: ${counts.join(', ')}`);
  return Array.from({ length: counts[0] ?? 0 }, (_, row) =>
    tensors.flatMap(({ cells }, index) => {
      const { width, isParameter } = inputs[index] as ModelInput;
      return isParameter ? cells : cells.slice(row * width, (row + 1) * width);
    }),
  );
}

/** Finds the outputs asked for by name: all of them where none is named. */
function readOutputs(value: unknown, model: Model): number[] {
  if (value === undefined || (Array.isArray(value) && value.length === 0))
    return model.outputs.map((_, index) => index);
  if (!Array.isArray(value)) throw new RequestError(400, `outputs must be an array, got ${describe(value)}`);
  if (value.length > model.outputs.length)
    throw new RequestError(400, `the model has ${model.outputs.length} outputs, ${value.length} are asked for`);
  return value.map((item: unknown, index) => {
    if (!isObject(item)) throw new RequestError(400, `outputs[${index}] must be an object, got ${describe(item)}`);
    onlyFields(item, ['name', 'parameters'], `outputs[${index}]`);
    const found = model.outputs.findIndex(({ name }) => name === item['name']);
    if (found !== -1) return found;
    const names = model.outputs.map(({ name }) => name).join(', ');
    throw new RequestError(
      400,
      `outputs[${index}]: there is no output ${describe(item['name'])}; the outputs are ${names}`,
    );
  });
}
