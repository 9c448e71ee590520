import { RequestError } from '../errors.js';
import { refuseWithoutAnswers } from '../inference/answers.js';
import type { Model, ModelOutput, OutputData } from '../model/types.js';
import { readMixed } from './body.js';
import { type Handler, json, type Reply } from './exchange.js';
import type { PredictOptions } from './predict.js';
import { type AnswerTensor, answerTensor } from './v2-answer.js';
import { readInferRequest } from './v2-request.js';

/** The extensions of the protocol that are served, by the names that Triton gives them. */
const EXTENSIONS = ['binary_tensor_data', 'model_configuration', 'model_repository', 'statistics'];

/** GET /v2 */
export const serverMetadata =
  (version: string): Handler =>
  () =>
    json({ name: 'inference-gitops', version, extensions: EXTENSIONS });

/** GET /v2/health/live */
export const serverLive: Handler = () => json({ live: true });

/** GET /v2/health/ready */
export const serverReady =
  ({ isReady }: { readonly isReady: () => boolean }): Handler =>
  () =>
    json({ ready: isReady() }, isReady() ? 200 : 503);

/** GET /v2/models/{name}/ready, and /v1/models/{name} */
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
export function infer(options: PredictOptions): Handler {
  const { model, batcher, bodyLimits } = options;
  return async (request, response) => {
    const body = await readMixed(request, bodyLimits);
    const { id, rows, outputs } = readInferRequest(body, options);
    const tensors = outputs.map((output) => answerTensor(output, model));
    const answers = await batcher.submit(
      rows,
      () => response.destroyed,
      (data, row) => tensors.map(({ index, take }) => take(data[index] as OutputData, row)),
    );
    const refusals = answers.map((parts) => parts.find((part) => part instanceof RequestError));
    refuseWithoutAnswers(refusals, 'rows');
    const refused = refusals.flatMap((refusal, row) => (refusal === undefined ? [] : [row]));
    const written = tensors.map(({ join }, position) => {
      const parts = answers.map((row) => row[position] as never);
      return join(parts, refused);
    });
    return { ...writeAnswer({ id, model }, written), rows };
  };
}

interface AnswerHead {
  readonly id: string | undefined;
  readonly model: Model;
}

/** Writes an answer: JSON, with the bytes of the tensors behind it that were asked for as bytes. */
function writeAnswer({ id, model }: AnswerHead, tensors: readonly AnswerTensor[]): Reply {
  const idField = id === undefined ? '' : `"id":${JSON.stringify(id)},`;
  const head = `"model_name":${JSON.stringify(model.name)},"model_version":${JSON.stringify(model.version)}`;
  const body = `{${idField}${head},"outputs":[${tensors.map(({ json }) => json).join(',')}]}`;
  const bytes = tensors.flatMap((tensor) => (tensor.bytes === undefined ? [] : [tensor.bytes]));
  if (bytes.length === 0) return { status: 200, body };
  const json = Buffer.from(body);
  return {
    status: 200,
    body: Buffer.concat([json, ...bytes]),
    contentType: 'application/octet-stream',
    headers: { 'inference-header-content-length': String(json.length) },
  };
}
