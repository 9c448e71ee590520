import { RequestError } from '../errors.js';
import { fromFloat16, toFloat16 } from '../model/float16.js';
import type { ModelOutput } from '../model/types.js';

/** An element type of the Open Inference Protocol as bytes: little-endian, without gaps. */
interface BinaryType {
  readonly size: number;
  readonly read: (view: DataView, offset: number) => unknown;
  readonly write: (view: DataView, offset: number, value: never) => void;
}

/** Returns an integer as JSON has it: a number where that is exact, else its digits. */
const exact = (value: bigint): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();

const TYPES: Readonly<Record<string, BinaryType>> = {
  BOOL: {
    size: 1,
    read: (view, at) => [false, true][view.getUint8(at)],
    write: (view, at, value: number) => view.setUint8(at, value),
  },
  UINT8: {
    size: 1,
    read: (view, at) => view.getUint8(at),
    write: (view, at, value: number) => view.setUint8(at, value),
  },
  UINT16: {
    size: 2,
    read: (view, at) => view.getUint16(at, true),
    write: (view, at, value: number) => view.setUint16(at, value, true),
  },
  UINT32: {
    size: 4,
    read: (view, at) => view.getUint32(at, true),
    write: (view, at, value: number) => view.setUint32(at, value, true),
  },
  UINT64: {
    size: 8,
    read: (view, at) => exact(view.getBigUint64(at, true)),
    write: (view, at, value: bigint) => view.setBigUint64(at, value, true),
  },
  INT8: {
    size: 1,
    read: (view, at) => view.getInt8(at),
    write: (view, at, value: number) => view.setInt8(at, value),
  },
  INT16: {
    size: 2,
    read: (view, at) => view.getInt16(at, true),
    write: (view, at, value: number) => view.setInt16(at, value, true),
  },
  INT32: {
    size: 4,
    read: (view, at) => view.getInt32(at, true),
    write: (view, at, value: number) => view.setInt32(at, value, true),
  },
  INT64: {
    size: 8,
    read: (view, at) => exact(view.getBigInt64(at, true)),
    write: (view, at, value: bigint) => view.setBigInt64(at, value, true),
  },
  FP16: {
    size: 2,
    read: (view, at) => fromFloat16(view.getUint16(at, true)),
    write: (view, at, value: number) => view.setUint16(at, toFloat16(value), true),
  },
  FP32: {
    size: 4,
    read: (view, at) => view.getFloat32(at, true),
    write: (view, at, value: number) => view.setFloat32(at, value, true),
  },
  FP64: {
    size: 8,
    read: (view, at) => view.getFloat64(at, true),
    write: (view, at, value: number) => view.setFloat64(at, value, true),
  },
};

/**
 * Reads the values of a tensor from its bytes, as JSON would have them.
 * @throws RequestError 400 when they aren't whole elements, or aren't as many as wanted
 */
export function readBinary(bytes: Buffer, datatype: string, { count, subject }: Wanted): unknown[] {
  if (datatype === 'BYTES') return readTexts(bytes, { count, subject });
  const type = TYPES[datatype];
  if (type === undefined) throw new RequestError(400, `${subject} has a datatype that is not taken as bytes`);
  if (bytes.length !== count * type.size) {
    throw new RequestError(
      400,
      `${subject}: its shape takes ${count * type.size} bytes of ${datatype}, binary_data_size is ${bytes.length}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, index) => type.read(view, index * type.size));
}

interface Wanted {
  /** The number of values. */
  readonly count: number;
  /** What the tensor is called in error messages. */
  readonly subject: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads texts, each behind its length in four bytes. */
function readTexts(bytes: Buffer, { count, subject }: Wanted): string[] {
  const texts: string[] = [];
  let offset = 0;
  while (offset < bytes.length && texts.length < count) {
    const length = offset + 4 <= bytes.length ? bytes.readUInt32LE(offset) : Number.POSITIVE_INFINITY;
    const end = offset + 4 + length;
    if (end > bytes.length) throw new RequestError(400, `${subject}: its bytes end inside data[${texts.length}]`);
    texts.push(decodeText(bytes.subarray(offset + 4, end), `${subject}: data[${texts.length}]`));
    offset = end;
  }
  if (texts.length === count && offset === bytes.length) return texts;
  throw new RequestError(400, `${subject}: its shape takes ${count} values, and binary_data_size tells otherwise`);
}

function decodeText(bytes: Buffer, subject: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new RequestError(400, `${subject} must be a string in UTF-8`);
  }
}

/** Writes the values of an output as bytes. */
export function writeBinary(values: readonly (number | bigint | string)[], output: ModelOutput): Buffer {
  if (output.type.datatype === 'BYTES') return Buffer.concat(values.flatMap(writeText));
  const { size, write } = TYPES[output.type.datatype] as BinaryType;
  const bytes = Buffer.alloc(values.length * size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  values.forEach((value, index) => {
    write(view, index * size, value as never);
  });
  return bytes;
}

function writeText(value: number | bigint | string): Buffer[] {
  const text = Buffer.from(String(value));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return [length, text];
}
