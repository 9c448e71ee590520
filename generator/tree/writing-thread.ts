import { parentPort, workerData } from 'node:worker_threads';
import { directWriter } from './direct-writer.js';

export interface Start {
  /** What files are written below. */
  readonly folder: string;
  /** How many batches are done. */
  readonly written: Int32Array<SharedArrayBuffer>;
}

/** Bytes come once; from then on their number stands for them. */
export type Batch = readonly { readonly path: string; readonly content: string | Uint8Array | number }[];

export interface Ended {
  readonly failure?: { readonly message: string; readonly code?: string; readonly path?: string };
}

const { folder, written } = workerData as Start;
const writer = directWriter(folder);
const copies: Uint8Array[] = [];
let failure: Ended['failure'];

function write(batch: Batch): void {
  for (const { path, content } of batch) {
    if (content instanceof Uint8Array) copies.push(content);
    writer.write(path, typeof content === 'number' ? (copies[content] as Uint8Array) : content);
  }
}

/** After a failure nothing more is written; whoever sends it hears of that at the end. */
parentPort?.on('message', (batch: Batch | 'end') => {
  if (batch === 'end') return parentPort?.postMessage((failure ? { failure } : {}) satisfies Ended);
  try {
    if (!failure) write(batch);
  } catch (error) {
    const { message, code, path } = error as NodeJS.ErrnoException;
    failure = { message, ...(code && { code }), ...(path && { path }) };
  }
  Atomics.add(written, 0, 1);
});
