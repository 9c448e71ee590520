import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../base/merge.js';
import type { Path } from '../environment/problem.js';

/** One value that differs; undefined where a side has none. */
export interface LeafDifference {
  readonly path: Path;
  readonly from: unknown;
  readonly to: unknown;
}

/** Gives the parts of a value by key; undefined for what is one value. */
type Entries = (value: unknown) => ReadonlyMap<string | number, unknown> | undefined;

/**
 * Compares two values by their leaves. Entries of a list are the same where their names are, so that one more at the
 * top isn't a change of all; a list without names is one value.
 */
export const leafDifferences = (from: unknown, to: unknown): LeafDifference[] => differences(from, to, byName);

/** Compares two values by their leaves, as paths name them: entries of lists by their positions. */
export const pathDifferences = (from: unknown, to: unknown): LeafDifference[] => differences(from, to, byPosition);

/** Compares two values by their leaves; a list is one value. */
export const valueDifferences = (from: unknown, to: unknown): LeafDifference[] => differences(from, to, ofMap);

const ofMap: Entries = (value) => (isPlainObject(value) ? new Map(Object.entries(value)) : undefined);

function differences(from: unknown, to: unknown, entriesOf: Entries, path: Path = []): LeafDifference[] {
  if (isDeepStrictEqual(from, to)) return [];
  const [before, after] = [entriesOf(from), entriesOf(to)];
  const isOneValue =
    !before || !after || (Array.isArray(from) && entriesOf === byPosition && before.size !== after.size);
  if (isOneValue) return [{ path, from, to }];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key) => differences(before.get(key), after.get(key), entriesOf, [...path, key]));
}

const byPosition: Entries = (value) => {
  if (isPlainObject(value)) return new Map(Object.entries(value));
  return Array.isArray(value) && value.every(isPlainObject) ? new Map(value.entries()) : undefined;
};

/** Fields by which entries of lists are told apart. */
const names = ['name', 'principal_arn', 'id', 'key', 'alert', 'record', 'cidr', 'variable', 'kind'];

function byName(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (isPlainObject(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value) || !value.every(isPlainObject)) return undefined;
  const name = names.find((field) => value.every((entry) => typeof entry[field] === 'string'));
  if (name === undefined) return undefined;
  const named = new Map(value.map((entry) => [String(entry[name]), entry]));
  return named.size === value.length ? named : undefined;
}
