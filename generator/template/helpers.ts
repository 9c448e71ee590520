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

/** What templates can call beside if, unless, each, with and lookup. Each returns a value; how it is spelled is the language's. */
export const helpers: typeof operations = Object.fromEntries(
  Object.entries(operations).map(([name, operation]) => [name, helper(name, operation)]),
);

/** The last argument that Handlebars gives are its options, with the place of the call. */
function helper(name: string, operation: Operation): Operation {
  return (...given) => {
    const { loc } = given.pop() as hbs.AST.Node;
    const missing = given.indexOf(undefined);
    if (missing < 0) return operation(...given);
    const { line, column } = loc.start;
    throw Object.assign(new Error(`Argument ${missing + 1} of ${name} is not defined.`), { lineNumber: line, column });
  };
}
