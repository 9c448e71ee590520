import { RequestError } from '../errors.js';
import { orRefusal, refuseWithoutAnswers, scalar } from '../inference/answers.js';
import { isObject } from '../inference/rows.js';
import type { Model, ModelOutput, OutputData } from '../model/types.js';
import { readJson } from './body.js';
import { type Handler, json } from './exchange.js';
import type { PredictOptions } from './predict.js';
import { readInferRequest } from './v2-request.js';

/** GET /v2 */
export const serverMetadata =
  (version: string): Handler =>
  () =>
    json({ name: 'inference-gitops', version, extensions: [] });

/** GET /v2/health/live */
export const serverLive: Handler = () => json({ live: true });

/** GET /v2/health/ready */
export const serverReady =
  ({ isReady }: { readonly isReady: () => boolean }): Handler =>
  () =>
    json({ ready: isReady() }, isReady() ? 200 : 503);

/** GET /v2/models/{name}/ready */
export const modelReady =
  ({ model, isReady }: { readonly model: Model; readonly isReady: () => boolean }): Handler =>
  () =>
    json({ name: model.name, ready: isReady() }, isReady() ? 200 : 503);

/** GET /v2/models/{name} */
export const modelMetadata =
  (model: Model): Handler =>
  () =>
    json(describeModel(model));

/** Describes the model's tensors in the protocol's form. */
export function describeModel({ name, version, inputs, outputs, fixedBatch }: Model) {
  const batch = fixedBatch ?? -1;
  const tensor = (part: Model['inputs'][number] | ModelOutput) => ({
    name: part.name,
    datatype: part.type.datatype,
    shape: 'isParameter' in part && part.isParameter ? part.axes : [batch, ...part.axes],
  });
  return {
    name,
    versions: [version],
    platform: 'onnxruntime_onnx',
    inputs: inputs.map(tensor),
    outputs: outputs.map(tensor),
  };
}

/** POST /v2/models/{name}/infer */
export function infer({ model, batcher, maxBodyBytes, maxRows }: PredictOptions): Handler {
  return async (request, response) => {
    const body = await readJson(request, maxBodyBytes);
    if (!isObject(body)) throw new RequestError(400, 'the body must be an object with the field inputs');
    const { id, rows, outputs } = readInferRequest(body, model, maxRows);
    const answers = await batcher.submit(
      rows,
      () => response.destroyed,
      orRefusal((data, row) =>
        outputs.map((index) => writeValues(data[index] as OutputData, row, outputOf(model, index))),
      ),
    );
    refuseWithoutAnswers(answers);
    const tensors = outputs.map((index, position) => writeTensor(outputOf(model, index), answers, position));
    const idField = id === undefined ? '' : `"id":${JSON.stringify(id)},`;
    const head = `"model_name":${JSON.stringify(model.name)},"model_version":${JSON.stringify(model.version)}`;
    return { status: 200, body: `{${idField}${head},"outputs":[${tensors.join(',')}]}` };
  };
}

const outputOf = (model: Model, index: number): ModelOutput => model.outputs[index] as ModelOutput;

/**
 * Writes an output tensor as JSON. Rows without an answer are null, and the tensor's parameters name them.
 * @param answers the values of each row, already written, by position in the answer
 */
function writeTensor(output: ModelOutput, answers: readonly (string[] | RequestError)[], position: number): string {
  const nulls = Array.from({ length: output.width }, () => 'null').join(',');
  const rows = answers.map((values) => (values instanceof RequestError ? nulls : values[position]));
  const missing = answers.flatMap((values, row) => (values instanceof RequestError ? [row] : []));
  const parameters = missing.length === 0 ? {} : { parameters: { rows_without_answer: missing.join(',') } };
  const head = {
    name: output.name,
    shape: [rows.length, ...output.axes],
    datatype: output.type.datatype,
    ...parameters,
  };
  return `${JSON.stringify(head).slice(0, -1)},"data":[${rows.join(',')}]}`;
}

function writeValues(data: OutputData, row: number, output: ModelOutput): string {
  const { width } = output;
  return Array.from({ length: width }, (_, column) => scalar(data[row * width + column], output)).join(',');
}
