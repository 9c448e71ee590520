import { RequestError } from '../errors.js';
import { compileAnswerWriter, nameRefusals, orRefusal } from '../inference/answers.js';
import { type Batcher, BUSY } from '../inference/batcher.js';
import { describe, isObject, readRow, show } from '../inference/rows.js';
import type { Model } from '../model/types.js';
import { readJson } from './body.js';
import { errorReply, type Handler } from './exchange.js';

export interface PredictOptions {
  readonly model: Model;
  readonly batcher: Batcher;
  readonly maxBodyBytes: number;
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
export function predictSingle({ model, batcher, maxBodyBytes }: PredictOptions): Handler {
  const writeAnswer = compileAnswerWriter(model);
  const tail = identityJson(model);
  return async (request, response) => {
    const features = soleField(await readJson(request, maxBodyBytes), 'features');
    const row = readRow(features, model, 'features');
    const [answer] = await batcher.submit([row], () => response.destroyed, writeAnswer);
    return { status: 200, body: `{${answer},${tail}}` };
  };
}

/** POST /predict {"instances": [[…], …]}: many rows, as many predictions in the same order. */
export function predictMany({ model, batcher, maxBodyBytes, maxRows }: PredictOptions): Handler {
  const writeAnswer = orRefusal(compileAnswerWriter(model));
  const tail = identityJson(model);
  return async (request, response) => {
    const instances = soleField(await readJson(request, maxBodyBytes), 'instances');
    if (!Array.isArray(instances)) {
      throw new RequestError(400, `instances must be an array of rows, got ${describe(instances)}`, {
        field: 'instances',
      });
    }
    checkRowCount(instances.length, maxRows, 'instances');
    const rows = instances.map((instance, index) => readRow(instance, model, `instances[${index}]`));
    const answers = await batcher.submit(rows, () => response.destroyed, writeAnswer);
    const predictions = nameRefusals(answers, 'instances');
    return { status: 200, body: `{"predictions":[{${predictions.join('},{')}}],${tail}}` };
  };
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
