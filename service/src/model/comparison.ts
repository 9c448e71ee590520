import type { OutputData } from './types.js';

/** How alike two answers are; `close` is as far apart as rounding can bring them. */
export type Likeness = 'same' | 'close' | 'different';

/** The share of the largest value of an output by which rounding may change it, for 16 bits and for more. */
const ROUNDING = { float16: 1e-2, float: 1e-4 } as const;

/** The values of an output row after row. */
export interface Table {
  readonly type: string;
  readonly width: number;
  readonly data: OutputData;
}

/** A row among those of a run. */
export interface Place {
  readonly tables: readonly Table[];
  readonly row: number;
}

/** Compares the answers of two rows in all outputs. */
export function compareRows(one: Place, other: Place): Likeness {
  return least(
    one.tables.map((table, index) => compareValues(table, other.tables[index] as Table, [one.row, other.row])),
  );
}

/** Returns the worst of several likenesses. */
export function least(likenesses: Iterable<Likeness>): Likeness {
  const all = new Set(likenesses);
  return all.has('different') ? 'different' : all.has('close') ? 'close' : 'same';
}

function compareValues(one: Table, other: Table, [row, otherRow]: readonly [number, number]): Likeness {
  let largest = 0;
  let difference = 0;
  for (let column = 0; column < one.width; column++) {
    const value = one.data[row * one.width + column];
    const otherValue = other.data[otherRow * one.width + column];
    if (typeof value === 'number' && Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    if (Object.is(value, otherValue)) continue;
    if (!one.type.startsWith('float')) return 'different';
    difference = Math.max(difference, Math.abs(Number(value) - Number(otherValue)));
    if (Number.isNaN(difference)) return 'different';
  }
  if (difference === 0) return 'same';
  return difference <= largest * (one.type === 'float16' ? ROUNDING.float16 : ROUNDING.float) ? 'close' : 'different';
}
