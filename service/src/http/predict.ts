import { RequestError } from '../errors.js';
import { compileAnswerWriter, nameRefusals, orRefusal } from '../inference/answers.js';
import { type Batcher, BUSY } from '../inference/batcher.js';
import { createRowReader, describe, isObject, type RowOptions, type RowReader, show } from '../inference/rows.js';
import type { Model, Row } from '../model/types.js';
import { type BodyLimits, readJson } from './body.js';
import { errorReply, type Handler } from './exchange.js';

export interface PredictOptions extends RowOptions {
  readonly model: Model;
  readonly batcher: Batcher;
  readonly bodyLimits: BodyLimits;
  readonly maxRows: number;
}

const BUSY_REPLY = errorReply(BUSY, { tellsLocation: false });

/**
 * Refuses requests that would wait too long, before their body is read and without an exception: under overload most
 * requests end here, and their CPU is missing where requests are answered.
 */
export const admitted =
  (batcher: Batcher, handler: Handler): Handler =>
  (request, response) =>
    batcher.admit() ? handler(request, response) : BUSY_REPLY;

/** POST /predict-single {"features": […]}: one row, one prediction. */
export function predictSingle(options: PredictOptions): Handler {
  const { model, batcher, bodyLimits } = options;
  const readRow = createRowReader(model, options);
  const writeAnswer = compileAnswerWriter(model);
  const tail = identityJson(model);
  return async (request, response) => {
    const features = soleField(await readJson(request, bodyLimits), 'features');
    const row = readRow(features, 'features');
    const [answer] = await batcher.submit([row], () => response.destroyed, writeAnswer);
    return { status: 200, body: `{${answer},${tail}}`, rows: [row] };
  };
}

/** POST /predict {"instances": [[…], …]}: many rows, as many predictions in the same order. */
export function predictMany(options: PredictOptions): Handler {
  const { model, batcher, bodyLimits, maxRows } = options;
  const readRow = createRowReader(model, options);
  const writeAnswer = orRefusal(compileAnswerWriter(model));
  const tail = identityJson(model);
  return async (request, response) => {
    const instances = soleField(await readJson(request, bodyLimits), 'instances');
    const rows = readRows(instances, { field: 'instances', maxRows, readRow });
    const answers = await batcher.submit(rows, () => response.destroyed, writeAnswer);
    const predictions = nameRefusals(answers, 'instances');
    return { status: 200, body: `{"predictions":[{${predictions.join('},{')}}],${tail}}`, rows };
  };
}

interface RowsOptions {
  readonly field: string;
  readonly maxRows: number;
  readonly readRow: RowReader;
}

/**
 * Reads the rows of a request.
 * @throws RequestError 400 or 413
 */
export function readRows(value: unknown, { field, maxRows, readRow }: RowsOptions): Row[] {
  if (!Array.isArray(value)) {
    throw new RequestError(400, `${field} must be an array of rows, got ${describe(value)}`, { field });
  }
  checkRowCount(value.length, maxRows, field);
  return value.map((row, index) => readRow(row, `${field}[${index}]`));
}

/**
 * Checks the number of a request's rows.
 * @throws RequestError 400 or 413
 */
export function checkRowCount(count: number, maxRows: number, field: string): void {
  if (count === 0) throw new RequestError(400, `${field} is empty; send at least one row`, { field });
  if (count > maxRows)
    throw new RequestError(413, `${field} has ${count} rows; at most ${maxRows} are taken`, { field });
}

const identityJson = ({ name, version }: Model): string =>
  `"model_name":${JSON.stringify(name)},"model_version":${JSON.stringify(version)}`;

/** Reads the value of the only field that a body may have. */
function soleField(body: unknown, field: string): unknown {
  if (!isObject(body))
    throw new RequestError(400, `the body must be an object with the field ${field}, got ${describe(body)}`);
  const unknown = Object.keys(body).find((key) => key !== field);
  if (unknown !== undefined) {
    throw new RequestError(400, `unknown field ${show(unknown)}; the only field is ${field}`, {
      field: unknown.slice(0, 100),
    });
  }
  if (!Object.hasOwn(body, field)) throw new RequestError(400, `the field ${field} is missing`, { field });
  return body[field];
}
