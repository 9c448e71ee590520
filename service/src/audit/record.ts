import { randomUUID } from 'node:crypto';
import { StartError } from '../errors.js';
import { columnsOf } from '../inference/rows.js';
import type { Model, Row } from '../model/types.js';
import type { Format } from './formats.js';

/** A prediction that has been answered. */
export interface Prediction {
  readonly requestId: string;
  readonly route: string;
  readonly traceparent: string | undefined;
  readonly rows: readonly Row[];
  /** The answer as it was sent, without bytes behind the JSON. */
  readonly answer: string;
}

export interface RecordOptions {
  readonly format: Format;
  /** Fields of the record, and columns of its rows, that are left out. */
  readonly omit: readonly string[];
}

const FIELDS = ['request_id', 'traceparent', 'rows', 'answer'];
const EVENT_TYPE = 'io.github.inference-gitops.prediction';

/** Writes a prediction as one line of JSON. */
export type RecordWriter = (prediction: Prediction) => string;

/**
 * Makes the writer of records.
 * @throws StartError when a name to leave out is neither a field nor a column: what it was meant to hide would be told
 */
export function createRecordWriter(model: Model, { format, omit }: RecordOptions): RecordWriter {
  const columns = columnsOf(model);
  checkNames(omit, columns?.map(({ name }) => name) ?? []);
  const isKept = (name: string): boolean => !omit.includes(name);
  const writeRow = rowWriter(columns, isKept);
  const writeData: RecordWriter = ({ requestId, route, traceparent, rows, answer }) => {
    const fields = [
      `"time":"${new Date().toISOString()}","event":"prediction","route":${JSON.stringify(route)}`,
      `"model_name":${JSON.stringify(model.name)},"model_version":${JSON.stringify(model.version)}`,
      ...(isKept('request_id') ? [`"request_id":${JSON.stringify(requestId)}`] : []),
      ...(isKept('traceparent') && traceparent !== undefined ? [`"traceparent":"${traceparent}"`] : []),
      ...(isKept('rows') ? [`"rows":${JSON.stringify(rows.map(writeRow))}`] : []),
      ...(isKept('answer') ? [`"answer":${answer}`] : []),
    ];
    return `{${fields.join(',')}}`;
  };
  return format === 'json' ? writeData : (prediction) => eventOf(model, writeData(prediction));
}

function checkNames(omit: readonly string[], columns: readonly string[]): void {
  const unknown = omit.filter((name) => !FIELDS.includes(name) && !columns.includes(name));
  if (unknown.length === 0) return;
  const names = columns.length === 0 ? "; this model's columns have no names" : `, and ${columns.join(', ')}`;
  throw new StartError(`AUDIT_OMIT: there is no ${unknown.join(', ')}; it may name ${FIELDS.join(', ')}${names}`);
}

/** Makes the function that turns a row into what a record has of it: an object by column where columns have names. */
function rowWriter(columns: ReturnType<typeof columnsOf>, isKept: (name: string) => boolean): (row: Row) => unknown {
  if (columns === undefined) return (row) => row;
  let next = 0;
  const ranges = columns.map(({ name, width }) => {
    next += width;
    return { name, width, from: next - width };
  });
  const kept = ranges.filter(({ name }) => isKept(name));
  return (row) =>
    Object.fromEntries(
      kept.map(({ name, width, from }) => [name, width === 1 ? row[from] : row.slice(from, from + width)]),
    );
}

/** Wraps a record in the envelope of CloudEvents 1.0. */
function eventOf({ name }: Model, data: string): string {
  const envelope = {
    specversion: '1.0',
    id: randomUUID(),
    source: `/models/${name}`,
    type: EVENT_TYPE,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
  };
  return `${JSON.stringify(envelope).slice(0, -1)},"data":${data}}`;
}
