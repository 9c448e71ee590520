import type { Tensor } from 'onnxruntime-node';
import { FLOAT16_LIMIT, toFloat16 } from './float16.js';

/** A value of a row, as it is in JSON. */
export type Cell = number | string | boolean;

/** The values of one input for a whole batch; strings are kept in a plain array. */
export type Storage = Float32Array | Float64Array | BigInt64Array | BigUint64Array | IntegerArray | string[];
type IntegerArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** The cells of a row that belong to one input. */
export interface CellRange {
  readonly offset: number;
  readonly width: number;
}

/** An ONNX element type: how its values are read from JSON and stored for ONNX Runtime. */
export interface ElementType {
  readonly name: Tensor.Type;
  /** The name in the Open Inference Protocol. */
  readonly datatype: string;
  /** The demand on a cell in error messages: "a finite number". */
  readonly expected: string;
  readonly accepts: (value: unknown) => value is Cell;
  readonly allocate: (length: number) => Storage;
  /** Copies accepted cells, row by row, to the start of the storage. */
  readonly copy: (storage: Storage, rows: readonly (readonly Cell[])[], cells: CellRange) => void;
}

const FLOAT32_LIMIT = 3.4028235677973366e38;

const isDouble = (value: unknown): value is Cell => typeof value === 'number' && Number.isFinite(value);

/** Accepts finite numbers, except those that 32 bits would round to infinity. */
const isFloat = (value: unknown): value is Cell =>
  typeof value === 'number' && value < FLOAT32_LIMIT && value > -FLOAT32_LIMIT;

/** Accepts finite numbers, except those that 16 bits would round to infinity. */
const isHalf = (value: unknown): value is Cell =>
  typeof value === 'number' && value < FLOAT16_LIMIT && value > -FLOAT16_LIMIT;

const isText = (value: unknown): value is Cell => typeof value === 'string' && isWellFormed(value);

/** Refuses lone surrogates: they have no UTF-8 form and would reach the model as another character. */
const isWellFormed = (value: string): boolean => !/[\ud800-\udfff]/u.test(value);

const isBoolean = (value: unknown): value is Cell => typeof value === 'boolean';

const inRange =
  (low: number, high: number) =>
  (value: unknown): value is Cell =>
    typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;

/** Accepts integers as JSON numbers while those are exact, and as strings of digits beyond 2^53. */
const isInt64 =
  (low: bigint, high: bigint) =>
  (value: unknown): value is Cell => {
    if (typeof value === 'number') return Number.isSafeInteger(value) && BigInt(value) >= low;
    if (typeof value !== 'string' || !/^-?[1-9]\d{15,19}$/.test(value)) return false;
    const integer = BigInt(value);
    return !Number.isSafeInteger(Number(integer)) && integer >= low && integer <= high;
  };

const copyWith =
  <V>(convert: (cell: Cell) => V) =>
  (storage: Storage, rows: readonly (readonly Cell[])[], { offset, width }: CellRange): void => {
    const target = storage as unknown as V[];
    let next = 0;
    for (const row of rows) {
      for (let column = offset; column < offset + width; column++) target[next++] = convert(row[column] as Cell);
    }
  };

const numbers = copyWith((cell) => cell as number);
const halves = copyWith((cell) => toFloat16(cell as number));
const booleans = copyWith((cell) => (cell === true ? 1 : 0));
const bigints = copyWith((cell) => BigInt(cell));
const texts = copyWith((cell) => cell as string);

const integer = (bits: number, isSigned: boolean, allocate: (length: number) => IntegerArray): ElementType => {
  const low = isSigned ? -(2 ** (bits - 1)) : 0;
  const high = isSigned ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const name = `${isSigned ? 'int' : 'uint'}${bits}` as Tensor.Type;
  const expected = `a whole number from ${low} to ${high}`;
  return { name, datatype: name.toUpperCase(), expected, accepts: inRange(low, high), allocate, copy: numbers };
};

const wide = (name: Tensor.Type, low: bigint, high: bigint, allocate: (length: number) => Storage): ElementType => ({
  name,
  datatype: name.toUpperCase(),
  expected: `a whole number from ${low} to ${high}, written as a string beyond 2^53`,
  accepts: isInt64(low, high),
  allocate,
  copy: bigints,
});

const TYPES: readonly ElementType[] = [
  {
    name: 'float32',
    datatype: 'FP32',
    expected: 'a finite number within the range of 32-bit floats',
    accepts: isFloat,
    allocate: (length) => new Float32Array(length),
    copy: numbers,
  },
  {
    name: 'float64',
    datatype: 'FP64',
    expected: 'a finite number',
    accepts: isDouble,
    allocate: (length) => new Float64Array(length),
    copy: numbers,
  },
  {
    name: 'float16',
    datatype: 'FP16',
    expected: 'a finite number within the range of 16-bit floats',
    accepts: isHalf,
    allocate: (length) => new Uint16Array(length),
    copy: halves,
  },
  wide('int64', -(2n ** 63n), 2n ** 63n - 1n, (length) => new BigInt64Array(length)),
  wide('uint64', 0n, 2n ** 64n - 1n, (length) => new BigUint64Array(length)),
  integer(32, true, (length) => new Int32Array(length)),
  integer(16, true, (length) => new Int16Array(length)),
  integer(8, true, (length) => new Int8Array(length)),
  integer(32, false, (length) => new Uint32Array(length)),
  integer(16, false, (length) => new Uint16Array(length)),
  integer(8, false, (length) => new Uint8Array(length)),
  {
    name: 'bool',
    datatype: 'BOOL',
    expected: 'true or false',
    accepts: isBoolean,
    allocate: (length) => new Uint8Array(length),
    copy: booleans,
  },
  {
    name: 'string',
    datatype: 'BYTES',
    expected: 'a string',
    accepts: isText,
    allocate: (length) => new Array<string>(length).fill(''),
    copy: texts,
  },
];

const byName: ReadonlyMap<string, ElementType> = new Map(TYPES.map((type) => [type.name, type]));

/** Finds the element type of an ONNX tensor; undefined for types that JSON has no form for (bfloat16, complex…). */
export const elementType = (name: string): ElementType | undefined => byName.get(name);
