import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { BatchObserver } from '../inference/observer.js';
import type { Model, ModelOutput, OutputData } from '../model/types.js';
import { DriftMonitor } from './drift.js';
import { Tally, type TallySeries } from './tally.js';

const REQUEST_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const RUN_BUCKETS = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const ROW_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** The most classes with a series of their own; further ones share the label `other`. */
const MAX_CLASSES = 50;

/** Gauges of prom-client whose names promtool refuses; the series by type hold the same numbers. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Counts a request that has been answered. */
export type RequestObserver = (method: string, status: number, seconds: number) => void;

export const REJECT_REASONS = [
  'queue_full',
  'client_gone',
  'too_many_connections',
  'too_many_bytes',
  'unauthorized',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface Metrics {
  readonly registry: Registry;
  /** Makes the observer of a route. The route is a template, never a path that a client sent. */
  readonly observeRoute: (route: string) => RequestObserver;
  readonly onReject: (reason: RejectReason) => void;
  readonly batches: BatchObserver;
  readonly setReady: (isReady: boolean) => void;
  /** Reads what has been answered since the start; `isPrediction` tells the routes that predict. */
  readonly statistics: (isPrediction: (route: string) => boolean) => InferenceStatistics;
  /** Sets the function that reads the queue's depth at a scrape. */
  readonly watchDepth: (depth: () => number) => void;
}

/** A number of things that happened, and their time in all. */
export interface Total {
  readonly count: number;
  readonly sum: number;
}

/** Totals since the start; times are in seconds. */
export interface InferenceStatistics {
  readonly answered: Total;
  readonly failed: Total;
  readonly waits: Total;
  readonly runs: Total;
  /** The number of rows that ran. */
  readonly rows: number;
  /** The time of the latest run, in milliseconds since the epoch; 0 before the first. */
  readonly lastRunAt: number;
}

/** Creates all series of the service. Dashboards and alerts read their names and labels: they are an interface. */
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
  for (const reason of REJECT_REASONS) rejected.inc({ reason }, 0);
  const ready = new Gauge({ name: 'model_ready', help: '1 while the service takes traffic.', registers });
  addModelInfo(model, registry);
  const requests = createRequestTally(registry);
  const runs = createRunSeries(registry);
  return {
    registry,
    observeRoute: createRouteObserver(requests),
    onReject: (reason) => rejected.inc({ reason }),
    batches: createBatchObserver(model, runs, { registry, onReject: (reason) => rejected.inc({ reason }) }),
    statistics: (isPrediction) => ({ ...totalsOf(requests, isPrediction), ...runTotals(runs) }),
    setReady: (isReady) => ready.set(isReady ? 1 : 0),
    watchDepth: (depth) => addDepth(depth, registry),
  };
}

function createRequestTally(registry: Registry): Tally {
  const help = "Time from a request's headers to the end of its answer.";
  return new Tally({ name: 'http_request_duration_seconds', help, buckets: REQUEST_BUCKETS }, registry);
}

function totalsOf(requests: Tally, isPrediction: (route: string) => boolean) {
  const totals = (isOk: boolean) =>
    requests.totals(
      ({ method, route = '', status_code }) =>
        method === 'POST' && isPrediction(route) && (status_code === '200') === isOk,
    );
  return { answered: totals(true), failed: totals(false) };
}

function createRouteObserver(requests: Tally): Metrics['observeRoute'] {
  return (route) => {
    const known: Record<string, TallySeries[]> = {};
    return (method, status, seconds) => {
      known[method] ??= [];
      known[method][status] ??= requests.series({ method, route, status_code: String(status) });
      known[method][status].observe(seconds);
    };
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

interface RunSeries {
  readonly duration: TallySeries;
  readonly size: TallySeries;
  readonly wait: TallySeries;
  lastRunAt: number;
}

function createRunSeries(registry: Registry): RunSeries {
  const add = (name: string, help: string, buckets: readonly number[]): TallySeries =>
    new Tally({ name, help, buckets }, registry).series({});
  return {
    duration: add('inference_duration_seconds', 'Time of one run of ONNX Runtime.', RUN_BUCKETS),
    size: add('inference_batch_size', 'Rows that ran together.', ROW_BUCKETS),
    wait: add('inference_queue_wait_seconds', 'Time that a request waited for its run.', RUN_BUCKETS),
    lastRunAt: 0,
  };
}

const totalOf = ({ total, sum }: TallySeries): Total => ({ count: total, sum });

const runTotals = ({ duration, size, wait, lastRunAt }: RunSeries) => ({
  waits: totalOf(wait),
  runs: totalOf(duration),
  rows: size.sum,
  lastRunAt,
});

interface BatchObserverOptions {
  readonly registry: Registry;
  readonly onReject: BatchObserver['onReject'];
}

function createBatchObserver(
  model: Model,
  runs: RunSeries,
  { registry, onReject }: BatchObserverOptions,
): BatchObserver {
  const drift = watchDrift(model, registry);
  const countClasses = createClassCounter(model, registry);
  return {
    onRun: (rows, seconds) => {
      runs.size.observe(rows);
      runs.duration.observe(seconds);
      runs.lastRunAt = Date.now();
    },
    onWait: (seconds) => runs.wait.observe(seconds),
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
    help:
      'How far recent values of a feature are from the training data: ' +
      'below 0.1 alike, above 0.25 another population.',
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
  const counts = new Map<string, number>();
  addPredictions(counts, registry);
  const add = (label: string, count: number) => counts.set(label, (counts.get(label) ?? 0) + count);
  const { prediction, labels } = model.roles;
  const output = prediction === undefined ? undefined : (model.outputs[prediction] as ModelOutput);
  if (prediction === undefined || output?.width !== 1 || output.type.name.startsWith('float')) {
    return (rows) => add('value', rows);
  }
  for (const label of labels?.slice(0, MAX_CLASSES) ?? []) add(label, 0);
  return (rows, outputs) => {
    const predicted = outputs[prediction] as OutputData;
    for (let row = 0; row < rows; row++) {
      const label = String(predicted[row]);
      add(counts.has(label) || counts.size < MAX_CLASSES ? label : 'other', 1);
    }
  };
}

function addPredictions(counts: ReadonlyMap<string, number>, registry: Registry): void {
  new Counter({
    name: 'inference_predictions_total',
    help: 'Predictions by predicted class; regressors count as `value`.',
    labelNames: ['class'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [label, count] of counts) this.inc({ class: label }, count);
    },
  });
}
