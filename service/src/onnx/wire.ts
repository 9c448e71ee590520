import { PbfReader } from 'pbf';

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** A field of a protobuf message: `raw` is tag and value as they are in the message, `payload` the value alone. */
export interface WireField {
  readonly tag: number;
  readonly type: number;
  readonly raw: Uint8Array;
  readonly payload: Uint8Array;
}

/**
 * Splits a message into its fields without decoding or copying them, so that a model of 100 MB isn't copied.
 * @throws Error when the bytes aren't protobuf or end inside a field
 */
export function splitFields(message: Uint8Array): WireField[] {
  const reader = new PbfReader(message);
  const fields: WireField[] = [];
  while (reader.pos < message.length) {
    const start = reader.pos;
    const tag = reader.nextField(message.length);
    if (tag === 0) throw new Error('the bytes are not protobuf');
    const type = reader.type;
    const valueStart = reader.pos;
    const payload = type === LENGTH_DELIMITED ? reader.readBytes() : skipScalar(reader, message, valueStart);
    if (reader.pos > message.length) throw new Error('the bytes end inside a field');
    fields.push({ tag, type, raw: message.subarray(start, reader.pos), payload });
  }
  return fields;
}

function skipScalar(reader: PbfReader, message: Uint8Array, start: number): Uint8Array {
  reader.skip(reader.type);
  return message.subarray(start, reader.pos);
}

/** Writes a length-delimited field whose payload comes in parts, which aren't copied. */
export function lengthDelimited(tag: number, payload: readonly Uint8Array[]): Uint8Array[] {
  const length = payload.reduce((sum, part) => sum + part.length, 0);
  return [varint(tag * 8 + LENGTH_DELIMITED), varint(length), ...payload];
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.of(...bytes, rest);
}

const decoder = new TextDecoder();

export const text = (payload: Uint8Array): string => decoder.decode(payload);

/** Reads the signed 64-bit integers of a repeated field, packed or not, exact beyond 2^53. */
export function int64s(fields: readonly WireField[]): bigint[] {
  return fields.flatMap(({ payload }) => varints(payload));
}

function varints(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      values.push(BigInt.asIntN(64, value));
      value = 0n;
      shift = 0n;
    }
  }
  return values;
}

/**
 * Finds the greatest number of a repeated integer field, packed or not; -1 when there is none. It keeps no list: a
 * forest has millions of numbers.
 */
export function greatestInteger(message: Uint8Array, tag: number): number {
  const reader = new PbfReader(message);
  let greatest = -1;
  while (reader.pos < message.length) {
    if (reader.nextField(message.length) !== tag) {
      reader.skip(reader.type);
      continue;
    }
    const end = reader.type === LENGTH_DELIMITED ? reader.readVarint() + reader.pos : reader.pos + 1;
    while (reader.pos < end) greatest = Math.max(greatest, reader.readVarint(true));
  }
  return greatest;
}

/** Counts the floats of a repeated float field, packed or not. */
export function floatCount(fields: readonly WireField[]): number {
  return fields.reduce((sum, { payload }) => sum + payload.length / 4, 0);
}

/** Reads a varint field as a number; undefined when it is absent. */
export function integer(fields: readonly WireField[]): number | undefined {
  const last = fields.at(-1);
  return last === undefined || last.type !== VARINT ? undefined : Number(varints(last.payload)[0] ?? 0n);
}

/** Reads a 32-bit float field; undefined when it is absent. */
export function float(fields: readonly WireField[]): number | undefined {
  const payload = fields.at(-1)?.payload;
  if (payload?.length !== 4) return undefined;
  return new DataView(payload.buffer, payload.byteOffset, 4).getFloat32(0, true);
}
