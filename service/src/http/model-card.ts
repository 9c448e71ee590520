import type { Model, ModelInput, ModelOutput } from '../model/types.js';
import { type Handler, json } from './exchange.js';

/** GET /model: what answers here. */
export const modelCard = (model: Model): Handler => {
  const card = json({
    name: model.name,
    version: model.version,
    sha256: model.sha256,
    inputs: model.inputs.map((input) => describeTensor(input, model)),
    outputs: model.outputs.map((output) => describeTensor(output, model)),
    features: model.rowWidth,
    classes: model.roles.labels ?? null,
    metadata: model.metadata,
    batching: model.isRowwise ? 'shared' : 'per request',
    drift: model.baseline.features.length > 0,
  });
  return () => card;
};

const describeTensor = ({ name, type, axes }: ModelInput | ModelOutput, { fixedBatch }: Model) => ({
  name,
  datatype: type.datatype,
  shape: [fixedBatch ?? -1, ...axes],
});
