/** What became of a record: sent, dropped because too much waited, or lost because the receiver didn't take it. */
export const OUTCOMES = ['sent', 'dropped', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A receiver of records. It never makes a request wait. */
export interface Sink {
  readonly write: (record: string) => void;
  /** Sends what waits. */
  readonly stop: () => Promise<void>;
}

export type Count = (outcome: Outcome, records: number) => void;

/** Creates the sink of standard output: a record a line; records are dropped while nobody reads. */
export function stdoutSink(count: Count, output: NodeJS.WritableStream & { writableNeedDrain?: boolean }): Sink {
  return {
    write: (record) => {
      if (output.writableNeedDrain === true) return count('dropped', 1);
      output.write(`${record}\n`);
      count('sent', 1);
    },
    stop: async () => {},
  };
}

/** The bytes that may wait for the receiver. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
const MAX_BATCH = 100;
const INTERVAL_MS = 1000;
const TIMEOUT_MS = 10_000;

export interface HttpSinkOptions {
  readonly url: string;
  /** The time for a request; 10 s when absent. */
  readonly timeoutMs?: number;
  /** The content type of a batch, and what stands around and between its records. */
  readonly batch: { readonly contentType: string; readonly join: (records: readonly string[]) => string };
}

/** Creates the sink of an HTTP receiver: batches of records, one request at a time, without a second try. */
export function httpSink(options: HttpSinkOptions, count: Count): Sink {
  let waiting: string[] = [];
  let bytes = 0;
  let sending: Promise<void> | undefined;
  const send = async (): Promise<void> => {
    while (waiting.length > 0) {
      const records = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      const isSent = await post(options, records);
      // Until here they held memory, so they counted.
      bytes -= records.reduce((sum, record) => sum + record.length, 0);
      count(isSent ? 'sent' : 'failed', records.length);
    }
  };
  const flush = (): Promise<void> => {
    sending ??= send().finally(() => {
      sending = undefined;
    });
    return sending;
  };
  const timer = setInterval(() => void flush(), INTERVAL_MS).unref();
  return {
    write: (record) => {
      if (bytes + record.length > MAX_WAITING_BYTES) return count('dropped', 1);
      bytes += record.length;
      waiting.push(record);
    },
    stop: () => {
      clearInterval(timer);
      return flush();
    },
  };
}

async function post(
  { url, batch, timeoutMs = TIMEOUT_MS }: HttpSinkOptions,
  records: readonly string[],
): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = { 'content-type': batch.contentType };
    const body = batch.join(records);
    const answer = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

export const JSON_LINES = {
  contentType: 'application/x-ndjson',
  join: (records: readonly string[]) => `${records.join('\n')}\n`,
};
export const EVENT_BATCH = {
  contentType: 'application/cloudevents-batch+json',
  join: (records: readonly string[]) => `[${records.join(',')}]`,
};
