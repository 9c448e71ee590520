import { Counter, type Registry } from 'prom-client';
import type { Model } from '../model/types.js';
import { createRecordWriter, type Prediction, type RecordOptions } from './record.js';
import { type Count, EVENT_BATCH, httpSink, JSON_LINES, OUTCOMES, type Sink, stdoutSink } from './sinks.js';

/** Records a share of the predictions, for audit and for finding drift. */
export interface Audit {
  readonly isSampled: () => boolean;
  readonly record: (prediction: Prediction) => void;
  /** Sends what waits. */
  readonly stop: () => Promise<void>;
}

export interface AuditOptions extends RecordOptions {
  /** The share of the predictions that is recorded. */
  readonly rate: number;
  /** `stdout`, or the address of an HTTP server. */
  readonly sink: string;
}

/** The longest record; a request of very many rows is dropped. */
const MAX_RECORD_LENGTH = 1024 * 1024;

/**
 * Creates the audit that the settings ask for; undefined where no prediction is recorded.
 * @throws StartError when AUDIT_OMIT names what there isn't
 */
export function createAudit(options: AuditOptions, model: Model, registry: Registry): Audit | undefined {
  const { rate } = options;
  if (rate === 0) return undefined;
  const count = createCounter(registry);
  const write = createRecordWriter(model, options);
  const sink = createSink(options, count);
  return {
    isSampled: () => Math.random() < rate,
    record: (prediction) => {
      const record = write(prediction);
      if (record.length > MAX_RECORD_LENGTH) count('dropped', 1);
      else sink.write(record);
    },
    stop: sink.stop,
  };
}

function createSink({ sink, format }: AuditOptions, count: Count): Sink {
  if (sink === 'stdout') return stdoutSink(count, process.stdout);
  return httpSink({ url: sink, batch: format === 'json' ? JSON_LINES : EVENT_BATCH }, count);
}

function createCounter(registry: Registry): Count {
  const records = new Counter({
    name: 'audit_records_total',
    help: 'Recorded predictions, by what became of the record: sent, dropped or failed.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of OUTCOMES) records.inc({ outcome }, 0);
  return (outcome, number) => records.inc({ outcome }, number);
}
