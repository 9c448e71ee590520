import type { InferenceStatistics, Metrics, Total } from '../metrics/metrics.js';
import type { Model, ModelInput, ModelOutput } from '../model/types.js';
import { type Handler, json } from './exchange.js';

/** GET /v2/models: the names of the models, as KServe lists them. */
export const listModels = ({ name }: Model): Handler => {
  const reply = json({ models: [name] });
  return () => reply;
};

/** POST /v2/repository/index: the models with their state, as Triton lists them. */
export const repositoryIndex =
  ({ model: { name, version }, isReady }: { readonly model: Model; readonly isReady: () => boolean }): Handler =>
  () =>
    json([
      { name, version, state: isReady() ? 'READY' : 'UNAVAILABLE', reason: isReady() ? '' : 'the server shuts down' },
    ]);

/** GET /v2/models/{name}/config: the model's configuration in Triton's form. */
export const modelConfig = (model: Model, maxRows: number): Handler => {
  const reply = json({
    name: model.name,
    platform: 'onnxruntime_onnx',
    backend: 'onnxruntime',
    version_policy: { latest: { num_versions: 1 } },
    max_batch_size: maxRows,
    input: model.inputs.map(configTensor),
    output: model.outputs.map(configTensor),
    parameters: {},
  });
  return () => reply;
};

/** Describes a tensor without its batch axis. Triton wants at least one axis: a column is reshaped. */
const configTensor = ({ name, type, axes }: ModelInput | ModelOutput) => ({
  name,
  data_type: `TYPE_${type.datatype.replace('BYTES', 'STRING')}`,
  dims: axes.length === 0 ? [1] : axes,
  ...(axes.length === 0 ? { reshape: { shape: [] } } : {}),
});

const NANOSECONDS = 1e9;
const PREDICTION_ROUTE = /(?:predict|predict-single|infer)$/;

/** GET /v2/models/{name}/stats: what has been answered since the start, in Triton's form. */
export const modelStatistics =
  ({ model, metrics }: { readonly model: Model; readonly metrics: Metrics }): Handler =>
  () =>
    json({
      model_stats: [
        describe(
          model,
          metrics.statistics((route) => PREDICTION_ROUTE.test(route)),
        ),
      ],
    });

function describe({ name, version }: Model, { answered, failed, waits, runs, rows, lastRunAt }: InferenceStatistics) {
  return {
    name,
    version,
    last_inference: lastRunAt,
    inference_count: rows,
    execution_count: runs.count,
    inference_stats: {
      success: duration(answered),
      fail: duration(failed),
      queue: duration(waits),
      // Copying in and out is part of a run here.
      compute_input: duration({ count: runs.count, sum: 0 }),
      compute_infer: duration(runs),
      compute_output: duration({ count: runs.count, sum: 0 }),
      cache_hit: duration({ count: 0, sum: 0 }),
      cache_miss: duration({ count: 0, sum: 0 }),
    },
    batch_stats: [],
  };
}

const duration = ({ count, sum }: Total) => ({ count, ns: Math.round(sum * NANOSECONDS) });
