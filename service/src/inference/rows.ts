import { type BodyLocation, RequestError } from '../errors.js';
import type { Cell } from '../model/element-types.js';
import type { ModelInput, Row, Signature } from '../model/types.js';

const MAX_SHOWN = 40;

/**
 * Reads one row of a request: an array of all cells in the model's order, or an object by input name.
 * @throws RequestError 400 naming the first bad cell
 */
export function readRow(value: unknown, signature: Signature, field: string): Row {
  if (Array.isArray(value)) return checkCells(value, signature, field);
  if (isObject(value) && signature.inputs.length > 1)
    return checkCells(orderByInput(value, signature, field), signature, field);
  const shape = signature.inputs.length > 1 ? 'an array or an object by input name' : 'an array';
  throw new RequestError(400, `${field} must be ${shape}, got ${describe(value)}`, { field });
}

function checkCells(cells: unknown[], signature: Signature, field: string): Row {
  if (cells.length !== signature.rowWidth) {
    throw new RequestError(400, `${field} must have ${signature.rowWidth} values, got ${cells.length}`, { field });
  }
  for (const input of signature.inputs) {
    const { accepts } = input.type;
    const end = input.offset + input.width;
    for (let index = input.offset; index < end; index++) {
      if (!accepts(cells[index])) throw badCell(cells[index], input, { field, index });
    }
  }
  return cells as Cell[];
}

function badCell(value: unknown, input: ModelInput, { field, index }: Required<BodyLocation>): RequestError {
  const path = `${field}[${index}]`;
  const name = input.width === 1 ? ` ('${input.name}')` : '';
  return new RequestError(400, `${path}${name} must be ${input.type.expected}, got ${describe(value)}`, {
    field: path,
    index,
  });
}

/** Puts the values of named inputs into the model's order. */
function orderByInput(values: object, { inputs }: Signature, field: string): unknown[] {
  const known = new Set(inputs.map(({ name }) => name));
  const unknown = Object.keys(values).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new RequestError(400, `${field} has no input ${show(unknown)}; the inputs are ${[...known].join(', ')}`, {
      field,
    });
  }
  return inputs.flatMap(({ name, width }) => {
    if (!Object.hasOwn(values, name))
      throw new RequestError(400, `${field}.${name} is missing`, { field: `${field}.${name}` });
    const value: unknown = (values as Record<string, unknown>)[name];
    const cells: unknown[] = Array.isArray(value) ? value : [value];
    if (cells.length === width) return cells;
    const path = `${field}.${name}`;
    throw new RequestError(400, `${path} must have ${width} values, got ${cells.length}`, { field: path });
  });
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Describes a value in an error message: short, on one line. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return `the string ${show(value)}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** Quotes a text in an error message, shortened. */
export const show = (value: string): string =>
  JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
