import { type BodyLocation, RequestError } from '../errors.js';
import type { Cell } from '../model/element-types.js';
import { featureNames } from '../model/feature-names.js';
import type { Model, ModelInput, Row, Signature } from '../model/types.js';

const MAX_SHOWN = 40;

export interface RowOptions {
  /** Whether a record may have columns that the model doesn't have. */
  readonly ignoresExtraColumns: boolean;
}

/** Reads one row of a request; throws RequestError 400 naming the first bad cell. */
export type RowReader = (value: unknown, field: string) => Row;

/** A column of a record: the cells that one name stands for. */
interface Column {
  readonly name: string;
  readonly width: number;
}

/**
 * Makes the reader of a model's rows: arrays of all cells in the model's order, or records by the names of the inputs,
 * or of the features where they are known.
 */
export function createRowReader(model: Model, options: RowOptions): RowReader {
  const columns = columnsOf(model);
  const shape = columns === undefined ? 'an array' : 'an array or an object by name';
  return (value, field) => {
    if (Array.isArray(value)) return checkCells(value, model, field);
    if (isObject(value) && columns !== undefined)
      return checkCells(orderByName(value, { columns, field, ...options }), model, field);
    throw new RequestError(400, `${field} must be ${shape}, got ${describe(value)}`, { field });
  };
}

/** Lists the columns of a record in the model's order; undefined where a model has no names for them. */
export function columnsOf(model: Model): readonly Column[] | undefined {
  if (model.inputs.length > 1) return model.inputs;
  return featureNames(model)?.map((name) => ({ name, width: 1 }));
}

function checkCells(cells: unknown[], signature: Signature, field: string): Row {
  if (cells.length !== signature.rowWidth) {
    throw new RequestError(400, `${field} must have ${signature.rowWidth} values, got ${cells.length}`, { field });
  }
  for (const input of signature.inputs) {
    const bad = checkInput(cells, input);
    if (bad !== -1) throw badCell(cells[bad], input, { field, index: bad });
  }
  return cells as Cell[];
}

type CheckedInput = Pick<ModelInput, 'type' | 'offset' | 'width' | 'understandsMissing'>;

/**
 * Checks the cells of an input, and turns null into NaN where the model understands missing values.
 * @returns the index of the first bad cell, or -1
 */
export function checkInput(cells: unknown[], { type, offset, width, understandsMissing }: CheckedInput): number {
  const { accepts } = type;
  const end = offset + width;
  for (let index = offset; index < end; index++) {
    if (accepts(cells[index])) continue;
    if (!understandsMissing || !isMissing(cells[index])) return index;
    cells[index] = Number.NaN;
  }
  return -1;
}

const isMissing = (value: unknown): boolean => value === null || Number.isNaN(value);

/** Describes the demand on a cell of an input. */
export const expectedOf = ({ type, understandsMissing }: ModelInput): string =>
  understandsMissing ? `${type.expected}, or null for a missing value` : type.expected;

function badCell(value: unknown, input: ModelInput, { field, index }: Required<BodyLocation>): RequestError {
  const path = `${field}[${index}]`;
  const name = input.width === 1 ? ` ('${input.name}')` : '';
  return new RequestError(400, `${path}${name} must be ${expectedOf(input)}, got ${describe(value)}`, {
    field: path,
    index,
  });
}

interface RecordShape extends RowOptions {
  readonly columns: readonly Column[];
  readonly field: string;
}

/** Puts the values of a record into the model's order. */
function orderByName(record: Record<string, unknown>, { columns, field, ignoresExtraColumns }: RecordShape): unknown[] {
  if (!ignoresExtraColumns) refuseExtraColumns(record, columns, field);
  return columns.flatMap(({ name, width }) => {
    const path = `${field}.${name}`;
    if (!Object.hasOwn(record, name)) throw new RequestError(400, `${path} is missing`, { field: path });
    const value = record[name];
    const cells: unknown[] = Array.isArray(value) ? value : [value];
    if (cells.length === width) return cells;
    throw new RequestError(400, `${path} must have ${width} values, got ${cells.length}`, { field: path });
  });
}

const MAX_LISTED = 20;

function refuseExtraColumns(record: object, columns: readonly Column[], field: string): void {
  const known = new Set(columns.map(({ name }) => name));
  const unknown = Object.keys(record).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new RequestError(400, `${field} has no column ${show(unknown)}; the columns are ${list([...known])}`, {
    field,
  });
}

/** Lists names in an error message, the first ones of many. */
export const list = (names: readonly string[]): string =>
  names.length <= MAX_LISTED ? names.join(', ') : `${names.slice(0, MAX_LISTED).join(', ')}…`;
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
