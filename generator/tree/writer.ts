import { Worker } from 'node:worker_threads';
import type { Content } from '../base/hash.js';
import type { RenderedFile } from '../render/file.js';
import { directWriter } from './direct-writer.js';
import type { Batch, Ended, Start } from './writing-thread.js';

/** Writes files below a folder, with the folders that they need. */
export interface Writer {
  /** @throws what the file system says, now or at the end */
  write(path: string, content: Content): void;
  /** Resolves when everything is written. @throws the first thing that went wrong */
  end(): Promise<void>;
  /** Stops, whatever is left to write. */
  abandon(): Promise<void>;
}

/** Up to this many files, writing takes less than starting a thread. */
const few = 400;

/** A few files are written at once, further ones by a thread as well: while it writes, others are rendered. */
export function openWriter(folder: string): Writer {
  const direct = directWriter(folder);
  let thread: Writer | undefined;
  let count = 0;
  return {
    write(path, content) {
      count += 1;
      if (count > few) thread ??= threadWriter(folder, direct);
      (thread ?? direct).write(path, content);
    },
    end: async () => thread?.end(),
    abandon: async () => thread?.abandon(),
  };
}

/** Files go to the thread in batches of this many. */
const batchSize = 8;

/** As many batches may wait for the thread: what is rendered faster than it can be written would fill the memory. */
const mostWaiting = 16;

/** Whoever renders faster than the thread writes lends it a hand: neither ever waits for the other. */
function threadWriter(folder: string, direct: Pick<Writer, 'write'>): Writer {
  const written = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL('./writing-thread.js', import.meta.url), {
    workerData: { folder, written } satisfies Start,
    // Texts come and go: a small heap holds all that is there at a time.
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 },
  });
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('message', ({ failure }: Ended) => (failure ? reject(revived(failure)) : resolve()));
    worker.once('error', reject);
  });
  // Until somebody waits for the end, a failure is nobody's yet.
  ended.catch(() => {});
  const copies = new Map<Uint8Array, number>();
  let batch: RenderedFile[] = [];
  let sent = 0;
  const send = () => {
    worker.postMessage(
      batch.map(({ path, content }) => ({ path, content: sendable(copies, content) })) satisfies Batch,
    );
    sent += 1;
  };
  const dispatch = () => {
    if (sent - Atomics.load(written, 0) < mostWaiting) send();
    else for (const { path, content } of batch) direct.write(path, content);
    batch = [];
  };
  return {
    write(path, content) {
      batch.push({ path, content });
      if (batch.length === batchSize) dispatch();
    },
    async end() {
      dispatch();
      worker.postMessage('end');
      await ended.finally(() => worker.terminate());
    },
    async abandon() {
      await worker.terminate();
    },
  };
}

/** The same bytes go into every environment: they are sent once. A view of a larger buffer would take all of that along. */
function sendable(copies: Map<Uint8Array, number>, content: Content): Batch[number]['content'] {
  if (typeof content === 'string') return content;
  const known = copies.get(content);
  if (known !== undefined) return known;
  copies.set(content, copies.size);
  return Uint8Array.from(content);
}

/** What an error of the file system says survives the way between threads only as plain data. */
const revived = (failure: NonNullable<Ended['failure']>): Error => Object.assign(new Error(failure.message), failure);
