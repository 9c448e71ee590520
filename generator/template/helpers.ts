import { mergeDeep } from '../merge.js';

/** The last argument of a Handlebars helper is its options. */
const operands = (given: unknown[]): unknown[] => given.slice(0, -1);

/** What templates can call beside if, unless, each, with and lookup. Each returns a value; how it is spelled is the language's. */
export const helpers: Readonly<Record<string, (...given: unknown[]) => unknown>> = {
  eq: (left, right) => left === right,
  and: (...given) => operands(given).every(Boolean),
  or: (...given) => operands(given).some(Boolean),
  not: (value) => !value,
  concat: (...given) => operands(given).join(''),
  join: (list, separator) => (list as unknown[]).join(String(separator)),
  merge: (base, over) => mergeDeep(base, over),
};
