import { Worker } from 'node:worker_threads';
import type { Content } from '../render/file.js';
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
const few = 1000;

/** A few files are written at once, further ones by a thread: while they are written, others are rendered. */
export function openWriter(folder: string): Writer {
  const direct = directWriter(folder);
  let thread: Writer | undefined;
  let count = 0;
  return {
    write(path, content) {
      count += 1;
      if (count > few) thread ??= threadWriter(folder);
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

function threadWriter(folder: string): Writer {
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
  let batch: Batch[number][] = [];
  let sent = 0;
  const send = () => {
    worker.postMessage(batch satisfies Batch);
    batch = [];
    sent += 1;
    waitFor(written, sent - mostWaiting);
  };
  return {
    write(path, content) {
      batch.push({ path, content: typeof content === 'string' ? content : referenceTo(copies, content) });
      if (batch.length === batchSize) send();
    },
    async end() {
      send();
      worker.postMessage('end');
      await ended.finally(() => worker.terminate());
    },
    async abandon() {
      await worker.terminate();
    },
  };
}

/** The same bytes go into every environment: they are sent once. A view of a larger buffer would take all of that along. */
function referenceTo(copies: Map<Uint8Array, number>, content: Uint8Array): Uint8Array | number {
  const known = copies.get(content);
  if (known !== undefined) return known;
  copies.set(content, copies.size);
  return Uint8Array.from(content);
}

/** Blocks until the thread has written so many batches. A disk that takes longer than a minute for a few hundred files has failed. */
function waitFor(written: Int32Array<SharedArrayBuffer>, count: number): void {
  for (let done = Atomics.load(written, 0); done < count; done = Atomics.load(written, 0)) {
    if (Atomics.wait(written, 0, done, 60_000) === 'timed-out') throw new Error('Writing files takes too long.');
  }
}

/** What an error of the file system says survives the way between threads only as plain data. */
const revived = (failure: NonNullable<Ended['failure']>): Error => Object.assign(new Error(failure.message), failure);
