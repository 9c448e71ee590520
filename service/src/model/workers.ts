import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StartError } from '../errors.js';
import type { InferenceSession, Tensor } from './onnx-runtime.js';
import type { InputTensors, Session } from './session.js';

/** A tensor as it is sent between threads. */
type PlainTensor = Pick<Tensor, 'type' | 'dims' | 'data'>;
export type WorkerTensors = Readonly<Record<string, PlainTensor>>;
export type WorkerRun = { readonly outputs: WorkerTensors } | { readonly error: string };

export interface WorkerSetup {
  /** The model's bytes, or its path. */
  readonly source: Uint8Array | string;
  readonly options: InferenceSession.SessionOptions;
}

const PROGRAM = new URL('./run-worker.js', import.meta.url);

/**
 * Opens a session whose runs are made by threads, each with a session of its own, so that as many runs can be under way
 * and the event loop goes on meanwhile.
 * @param like the session of this thread, which tells the names and types
 */
export async function openWorkers(like: Session, setup: WorkerSetup, count: number): Promise<Session> {
  const idle = await Promise.all(Array.from({ length: count }, () => startWorker(setup)));
  return {
    inputMetadata: like.inputMetadata,
    outputNames: like.outputNames,
    runsAtOnce: false,
    release: async () => {
      for (const worker of idle) await worker.terminate();
    },
    run: async (inputs) => {
      const worker = idle.pop();
      if (worker === undefined) throw new Error('all workers are busy');
      const answered = once(worker, 'message');
      send(worker, inputs);
      const [run] = (await answered) as [WorkerRun];
      idle.push(worker);
      if ('error' in run) throw new Error(run.error);
      return run.outputs as Readonly<Record<string, Tensor>>;
    },
  };
}

async function startWorker(setup: WorkerSetup): Promise<Worker> {
  const worker = new Worker(PROGRAM, { workerData: setup });
  try {
    await once(worker, 'message');
  } catch (error) {
    throw new StartError(`a worker can't load the model: ${(error as Error).message}`);
  }
  // A worker ends by a bug or for want of memory only: the process ends with it, and Kubernetes restarts the container.
  worker.on('error', (error) => {
    throw error;
  });
  worker.unref();
  return worker;
}

/** Sends the values that are used, as copies of their own: the buffers are kept, and mostly longer. */
function send(worker: Worker, inputs: InputTensors): void {
  const tensors = Object.entries(inputs).map(
    ([name, { type, dims, data }]) => [name, { type, dims, data: data.slice() }] as const,
  );
  const buffers = tensors.flatMap(([, { data }]) => (Array.isArray(data) ? [] : [data.buffer as ArrayBuffer]));
  worker.postMessage(Object.fromEntries(tensors), buffers);
}
