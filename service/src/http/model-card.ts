import { columnsOf } from '../inference/rows.js';
import type { Model } from '../model/types.js';
import { type Handler, json } from './exchange.js';
import { describeModel } from './v2.js';

/** GET /model: the model's identity, inputs, outputs and metadata. */
export const modelCard = (model: Model): Handler => {
  const { inputs, outputs } = describeModel(model);
  const card = json({
    name: model.name,
    version: model.version,
    sha256: model.sha256,
    inputs,
    outputs,
    features: model.rowWidth,
    feature_names: columnsOf(model)?.map(({ name }) => name) ?? null,
    missing_values: model.inputs.filter(({ understandsMissing }) => understandsMissing).map(({ name }) => name),
    classes: model.roles.labels ?? null,
    metadata: model.metadata,
    batching: model.isRowwise ? 'shared' : 'per request',
    warnings: model.warnings,
    drift: model.baseline.features.length > 0,
  });
  return () => card;
};
