import { array, COUNT, FLAG, object, TEXT } from './schema.js';

const SHAPE = array({ type: 'integer' });
const TENSORS = array(object({ name: TEXT, datatype: TEXT, shape: SHAPE }));
const CONFIG_TENSORS = array(object({ name: TEXT, data_type: TEXT, dims: SHAPE }));
const DURATION = object({ count: COUNT, ns: COUNT });
const DURATIONS = object({
  success: DURATION,
  fail: DURATION,
  queue: DURATION,
  compute_input: DURATION,
  compute_infer: DURATION,
  compute_output: DURATION,
  cache_hit: DURATION,
  cache_miss: DURATION,
});

/** Schemas of the answers about the server and its model, which don't depend on the model. */
export const aboutSchemas = {
  Status: object({ status: TEXT }),
  Health: object({
    status: TEXT,
    model_loaded: FLAG,
    model_name: TEXT,
    model_version: TEXT,
    uptime_seconds: COUNT,
  }),
  ModelCard: object({
    name: TEXT,
    version: TEXT,
    sha256: TEXT,
    inputs: TENSORS,
    outputs: TENSORS,
    features: COUNT,
    feature_names: { type: ['array', 'null'], items: TEXT },
    missing_values: array(TEXT),
    classes: { type: ['array', 'null'], items: TEXT },
    metadata: { type: 'object' },
    batching: TEXT,
    drift: FLAG,
  }),
  Description: object({ openapi: TEXT, info: { type: 'object' }, paths: { type: 'object' } }),
  ServerMetadata: object({ name: TEXT, version: TEXT, extensions: array(TEXT) }),
  Live: object({ live: FLAG }),
  Ready: object({ ready: FLAG }),
  ModelReady: object({ name: TEXT, ready: FLAG }),
  Models: object({ models: array(TEXT) }),
  ModelMetadata: object({ name: TEXT, versions: array(TEXT), platform: TEXT, inputs: TENSORS, outputs: TENSORS }),
  ModelConfig: object({
    name: TEXT,
    platform: TEXT,
    backend: TEXT,
    max_batch_size: COUNT,
    input: CONFIG_TENSORS,
    output: CONFIG_TENSORS,
  }),
  RepositoryIndex: array(object({ name: TEXT, version: TEXT, state: TEXT, reason: TEXT })),
  Statistics: object({
    model_stats: array(
      object({
        name: TEXT,
        version: TEXT,
        last_inference: COUNT,
        inference_count: COUNT,
        execution_count: COUNT,
        inference_stats: DURATIONS,
        batch_stats: array({}),
      }),
    ),
  }),
};
