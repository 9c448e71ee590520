import { parentPort, workerData } from 'node:worker_threads';
import type { Tensor } from './onnx-runtime.js';
import { openSession } from './session.js';
import { makeTensor } from './tensor.js';
import type { WorkerRun, WorkerSetup, WorkerTensors } from './workers.js';

/** Runs the model in a thread of its own: opens a session, then answers one run after the other. */
const { source, options } = workerData as WorkerSetup;
const session = await openSession(source, options);

parentPort?.on('message', async (inputs: WorkerTensors) => {
  const run: WorkerRun = await answer(inputs).catch((error: Error) => ({ error: error.message }));
  parentPort?.postMessage(run);
});
parentPort?.postMessage('ready');

async function answer(inputs: WorkerTensors): Promise<WorkerRun> {
  const tensors = Object.entries(inputs).map(([name, { type, data, dims }]) => [name, makeTensor(type, data, dims)]);
  const outputs = await session.run(Object.fromEntries(tensors));
  const plain = session.outputNames.map((name) => {
    const { type, data, dims } = outputs[name] as Tensor;
    return [name, { type, data, dims }];
  });
  return { outputs: Object.fromEntries(plain) };
}
