import { RequestError } from '../errors.js';
import { checkInput, describe, expectedOf, isObject, show } from '../inference/rows.js';
import type { Cell } from '../model/element-types.js';
import type { ModelInput } from '../model/types.js';
import { checkRowCount } from './predict.js';
import { readBinary } from './v2-binary.js';

export type Fields = Readonly<Record<string, unknown>>;

/** A tensor of a request, with its values as bytes where they are not in the JSON. */
export interface Tensor {
  readonly fields: Fields;
  readonly bytes: Buffer | undefined;
}

/** The cells of one input, for all rows. */
export interface InputCells {
  readonly rows: number;
  readonly cells: readonly Cell[];
}

const INTEGERS = ['INT8', 'INT16', 'INT32', 'INT64', 'UINT8', 'UINT16', 'UINT32', 'UINT64'];
const NUMBERS = [...INTEGERS, 'FP16', 'FP32', 'FP64'];

/** Parameters that say where else the values lie or go. */
const SHARED_MEMORY = ['shared_memory_region', 'shared_memory_byte_size', 'shared_memory_offset'];

/**
 * Returns the parameters of a request, of a tensor or of an output. Most may be ignored.
 * @throws RequestError 400 for those that can't be ignored
 */
export function readParameters(value: Fields, subject: string): Fields {
  const parameters = value['parameters'] ?? {};
  if (!isObject(parameters)) throw new RequestError(400, `${subject}: parameters must be an object`);
  if (SHARED_MEMORY.some((name) => (parameters[name] ?? null) !== null))
    throw new RequestError(400, `${subject}: shared memory is not served; send the values in the body`);
  return parameters;
}

/**
 * Reads the cells of an input.
 * @throws RequestError 400 naming the input and the element, 413 for too many rows
 */
export function readTensor({ fields, bytes }: Tensor, input: ModelInput, maxRows: number): InputCells {
  const subject = `input ${show(input.name)}`;
  const datatype = readDatatype(fields['datatype'], input, subject);
  const shape = readShape(fields['shape'], input, subject);
  const rows = input.isParameter ? 1 : (shape[0] as number);
  if (!input.isParameter) checkRowCount(rows, maxRows, subject);
  const cells =
    bytes === undefined
      ? flatten(fields['data'], shape, subject)
      : readBinary(bytes, datatype, { count: rows * input.width, subject });
  const bad = checkInput(cells, { ...input, offset: 0, width: cells.length });
  if (bad === -1) return { rows, cells: cells as Cell[] };
  throw new RequestError(400, `${subject}: data[${bad}] must be ${expectedOf(input)}, got ${describe(cells[bad])}`);
}

/**
 * Reads the datatype: the input's own, or one whose values may fit. NumPy and pandas send FP64 and INT64 where a model
 * has FP32; each value is checked.
 */
function readDatatype(value: unknown, { type }: ModelInput, subject: string): string {
  const own = type.datatype;
  const others = own.startsWith('FP') ? NUMBERS : INTEGERS.includes(own) ? INTEGERS : [];
  const found = [own, ...others].find((name) => name === value);
  if (found !== undefined) return found;
  throw new RequestError(400, `${subject} must have the datatype ${own}, got ${describe(value)}`);
}

/**
 * Reads the shape of a tensor. Axes of size 1 may be there or not: a column has the shape [n] or [n, 1], and a scalar
 * parameter [] or [1].
 */
function readShape(shape: unknown, { axes, isParameter }: ModelInput, subject: string): readonly number[] {
  const batch = isParameter ? 0 : 1;
  const isRight =
    Array.isArray(shape) &&
    shape.length >= batch &&
    shape.slice(0, batch).every((size) => Number.isSafeInteger(size) && size >= 0) &&
    String(shape.slice(batch).filter(isLong)) === String(axes.filter(isLong));
  if (isRight) return [...shape.slice(0, batch), ...axes];
  const wanted = [...(isParameter ? [] : ['rows']), ...axes].join(', ');
  throw new RequestError(400, `${subject} must have the shape [${wanted}], got ${showShape(shape)}`);
}

const isLong = (size: unknown): boolean => size !== 1;

const showShape = (shape: unknown): string =>
  Array.isArray(shape) && shape.length <= 8 ? `[${shape.map((size) => describe(size)).join(', ')}]` : describe(shape);

/** Lists the values of a tensor, whose data the protocol allows flat or nested like the shape. */
function flatten(data: unknown, shape: readonly number[], subject: string): unknown[] {
  if (!Array.isArray(data)) throw new RequestError(400, `${subject}: data must be an array, got ${describe(data)}`);
  const total = shape.reduce((product, size) => product * size, 1);
  const cells = Array.isArray(data[0]) ? flattenNested(data, shape) : (data as unknown[]);
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
