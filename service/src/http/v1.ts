import { RequestError } from '../errors.js';
import { compilePredictionWriter, orRefusal, refuseAny } from '../inference/answers.js';
import { createRowReader, describe, isObject } from '../inference/rows.js';
import { readJson } from './body.js';
import type { Handler } from './exchange.js';
import { type PredictOptions, readRows } from './predict.js';

/**
 * POST /v1/models/{name}:predict {"instances": […]}: KServe's first protocol. Each prediction is the bare value, or an
 * object by output name where no output is the prediction. Other fields are ignored, as KServe does.
 */
export function predictV1(options: PredictOptions): Handler {
  const { model, batcher, bodyLimits, maxRows } = options;
  const readRow = createRowReader(model, options);
  const writePrediction = orRefusal(compilePredictionWriter(model));
  return async (request, response) => {
    const body = await readJson(request, bodyLimits);
    if (!isObject(body))
      throw new RequestError(400, `the body must be an object with the field instances, got ${describe(body)}`);
    const field = Object.hasOwn(body, 'instances') || !Object.hasOwn(body, 'inputs') ? 'instances' : 'inputs';
    const rows = readRows(body[field], { field, maxRows, readRow });
    const predictions = await batcher.submit(rows, () => response.destroyed, writePrediction);
    refuseAny(predictions, field);
    return { status: 200, body: `{"predictions":[${predictions.join(',')}]}`, rows };
  };
}
