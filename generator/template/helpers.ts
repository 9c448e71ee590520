import { mergeDeep } from '../base/merge.js';

type Operation = (...operands: unknown[]) => unknown;

const operations: Readonly<Record<string, Operation>> = {
  eq: (left, right) => left === right,
  and: (...operands) => operands.every(Boolean),
  or: (...operands) => operands.some(Boolean),
  not: (value) => !value,
  concat: (...operands) => operands.join(''),
  join: (list, separator) => (list as unknown[]).join(String(separator)),
  merge: (base, over) => mergeDeep(base, over),
};

/**
 * Helpers that templates can call besides if, unless, each, with and lookup. Each returns a value, which is then
 * written as a literal like any other.
 */
export const helpers: typeof operations = Object.fromEntries(
  Object.entries(operations).map(([name, operation]) => [name, helper(name, operation)]),
);

/** Wraps an operation as a helper. Handlebars passes its options last, with the position of the call. */
function helper(name: string, operation: Operation): Operation {
  return (...given) => {
    const { loc } = given.pop() as hbs.AST.Node;
    const missing = given.indexOf(undefined);
    if (missing < 0) return operation(...given);
    const { line, column } = loc.start;
    throw Object.assign(new Error(`Argument ${missing + 1} of ${name} is not defined.`), { lineNumber: line, column });
  };
}
