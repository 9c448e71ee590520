import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { BatchObserver } from '../inference/batcher.js';
import type { Model, ModelOutput, OutputData } from '../model/types.js';
import { DriftMonitor } from './drift.js';
import { Tally, type TallySeries } from './tally.js';

const REQUEST_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const RUN_BUCKETS = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const ROW_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** Classes with a series of their own; more share the label `other`. */
const MAX_CLASSES = 50;

/** Gauges of prom-client that promtool takes for counters; the series by type say the same. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

export interface RequestOutcome {
  /** The route's template, never a path that a client made up. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

export type RejectReason = 'queue_full' | 'client_gone' | 'too_many_connections' | 'unauthorized';

export interface Metrics {
  readonly registry: Registry;
  readonly onRequest: (outcome: RequestOutcome) => void;
  readonly onReject: (reason: RejectReason) => void;
  readonly batches: BatchObserver;
  readonly setReady: (isReady: boolean) => void;
  /** Tells where the queue's depth is read at a scrape. */
  readonly watchDepth: (depth: () => number) => void;
}

/** All series of the service. Names and labels are an interface: dashboards and alerts read them. */
export function createMetrics(model: Model): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const registers = [registry];
  const rejected = new Counter({
    name: 'inference_rejected_total',
    help: 'Requests that were turned away before inference, by reason.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of ['queue_full', 'client_gone', 'too_many_connections', 'unauthorized'])
    rejected.inc({ reason }, 0);
  const ready = new Gauge({ name: 'model_ready', help: '1 while the service takes traffic.', registers });
  addModelInfo(model, registry);
  return {
    registry,
    onRequest: createRequestObserver(registry),
    onReject: (reason) => rejected.inc({ reason }),
    batches: createBatchObserver(model, registry, (reason) => rejected.inc({ reason })),
    setReady: (isReady) => ready.set(isReady ? 1 : 0),
    watchDepth: (depth) => addDepth(depth, registry),
  };
}

function createRequestObserver(registry: Registry): Metrics['onRequest'] {
  const help = "Time from a request's headers to the end of its answer.";
  const requests = new Tally({ name: 'http_request_duration_seconds', help, buckets: REQUEST_BUCKETS }, registry);
  return ({ method, route, status, seconds }) => {
    const labels = () => ({ method, route, status_code: String(status) });
    requests.series(`${method} ${route} ${status}`, labels).observe(seconds);
  };
}

function addModelInfo({ name, version, sha256, metadata }: Model, registry: Registry): void {
  const labels = {
    name,
    version,
    sha256,
    random_state: metadata['random_state'] ?? '',
    n_estimators: metadata['n_estimators'] ?? '',
  };
  const help = 'Always 1; the labels tell which model answers.';
  new Gauge({ name: 'model_info', help, labelNames: Object.keys(labels), registers: [registry] }).set(labels, 1);
}

function addDepth(depth: () => number, registry: Registry): void {
  new Gauge({
    name: 'inference_queue_depth',
    help: 'Requests that wait for a run.',
    registers: [registry],
    collect() {
      this.set(depth());
    },
  });
}

function createBatchObserver(model: Model, registry: Registry, onReject: BatchObserver['onReject']): BatchObserver {
  const add = (name: string, help: string, buckets: readonly number[]): TallySeries =>
    new Tally({ name, help, buckets }, registry).series('', () => ({}));
  const duration = add('inference_duration_seconds', 'Time of one run of ONNX Runtime.', RUN_BUCKETS);
  const size = add('inference_batch_size', 'Rows that ran together.', ROW_BUCKETS);
  const wait = add('inference_queue_wait_seconds', 'Time that a request waited for its run.', RUN_BUCKETS);
  const drift = watchDrift(model, registry);
  const countClasses = createClassCounter(model, registry);
  return {
    onRun: (rows, seconds) => {
      size.observe(rows);
      duration.observe(seconds);
    },
    onWait: (seconds) => wait.observe(seconds),
    onReject,
    onAnswers: (rows, outputs) => {
      drift.observe(rows);
      countClasses(rows.length, outputs);
    },
  };
}

function watchDrift(model: Model, registry: Registry): DriftMonitor {
  const drift = new DriftMonitor(model.baseline.features);
  new Gauge({
    name: 'feature_population_stability_index',
    help: 'How far recent values of a feature are from the training data: below 0.1 alike, above 0.25 another population.',
    labelNames: ['feature'],
    registers: [registry],
    collect() {
      for (const { feature, index } of drift.indices()) this.set({ feature }, index);
    },
  });
  return drift;
}

/** Counts predicted labels, once per run and class; numbers that a regressor predicts are counted together. */
function createClassCounter(model: Model, registry: Registry): (rows: number, outputs: readonly OutputData[]) => void {
  const counter = new Counter({
    name: 'inference_predictions_total',
    help: 'Predictions by predicted class; regressors count as `value`.',
    labelNames: ['class'],
    registers: [registry],
  });
  const { prediction, labels } = model.roles;
  const output = prediction === undefined ? undefined : (model.outputs[prediction] as ModelOutput);
  if (prediction === undefined || output?.width !== 1 || output.type.name.startsWith('float')) {
    return (rows) => counter.inc({ class: 'value' }, rows);
  }
  const known = new Set(labels?.slice(0, MAX_CLASSES));
  for (const label of known) counter.inc({ class: label }, 0);
  return (rows, outputs) => {
    for (const [label, count] of tally(outputs[prediction] as OutputData, rows)) {
      if (known.size < MAX_CLASSES) known.add(label);
      counter.inc({ class: known.has(label) ? label : 'other' }, count);
    }
  };
}

function tally(labels: OutputData, rows: number): Map<string, number> {
  const counts = new Map<unknown, number>();
  for (let row = 0; row < rows; row++) counts.set(labels[row], (counts.get(labels[row]) ?? 0) + 1);
  return new Map([...counts].map(([label, count]) => [String(label), count]));
}
