import { createRequire } from 'node:module';
import { InferenceSession, type Tensor } from './onnx-runtime.js';

/** The tensors of a run by input name; ONNX Runtime calls them feeds. */
export type InputTensors = Readonly<Record<string, Tensor>>;
type OutputTensors = Readonly<Record<string, Tensor>>;

/** A model that ONNX Runtime has loaded. */
export interface Session {
  readonly inputMetadata: readonly InferenceSession.ValueMetadata[];
  readonly outputNames: readonly string[];
  /**
   * Runs the model: in this turn of the event loop (`runsAtOnce`) or in a later one. It blocks the event loop either
   * way.
   */
  readonly run: (inputs: InputTensors) => OutputTensors | Promise<OutputTensors>;
  readonly runsAtOnce: boolean;
  /** Frees the model's memory. No run may follow. */
  readonly release: () => Promise<void>;
}

/** The native session that the public one wraps: onnxruntime-node 1.30, dist/binding.d.ts. */
interface NativeSession {
  run(feeds: InputTensors, fetches: Record<string, null>, options: object): OutputTensors;
}
export interface Binding {
  InferenceSession: new () => NativeSession;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Opens a session whose runs happen within the call. The public session.run waits for the next turn of the event loop
 * and then makes a call that blocks, so requests that one turn has read are answered in another, one system call and a
 * few promises later; a single row costs 40 µs of CPU where the call itself takes 25. The call belongs to the binding,
 * which is not a documented interface: when it isn't as expected, the public one is used.
 * @param model the model's bytes, or its path where other files belong to it
 */
export function openSession(
  model: Uint8Array | string,
  options: InferenceSession.SessionOptions,
  binding = findBinding(),
): Promise<Session> {
  // Sessions are opened one after the other, so that each finds its own native session.
  const opened = last.then(() => open(model, options, binding));
  last = opened.catch(() => {});
  return opened;
}

async function open(
  model: Uint8Array | string,
  options: InferenceSession.SessionOptions,
  binding: Binding | undefined,
): Promise<Session> {
  const { made: session, natives } = await watchNatives(binding, () => create(model, options));
  const { inputMetadata, outputNames } = session;
  const release = (): Promise<void> => session.release();
  const native = natives.length === 1 ? natives[0] : undefined;
  if (typeof native?.run !== 'function')
    return { inputMetadata, outputNames, release, run: (inputs) => session.run(inputs), runsAtOnce: false };
  const fetches = (): Record<string, null> => Object.fromEntries(outputNames.map((name) => [name, null]));
  const run: Session['run'] = (inputs) => native.run(inputs, fetches(), {});
  return { inputMetadata, outputNames, release, run, runsAtOnce: true };
}

const create = (model: Uint8Array | string, options: InferenceSession.SessionOptions): Promise<InferenceSession> =>
  typeof model === 'string' ? InferenceSession.create(model, options) : InferenceSession.create(model, options);

/** Collects the native sessions that are created while `make` runs. */
async function watchNatives<T>(binding: Binding | undefined, make: () => Promise<T>) {
  const natives: NativeSession[] = [];
  if (binding === undefined) return { made: await make(), natives };
  const Original = binding.InferenceSession;
  binding.InferenceSession = class extends Original {
    constructor() {
      super();
      natives.push(this);
    }
  };
  try {
    return { made: await make(), natives };
  } finally {
    binding.InferenceSession = Original;
  }
}

function findBinding(): Binding | undefined {
  try {
    const { binding } = createRequire(import.meta.url)('onnxruntime-node/dist/binding.js') as { binding?: Binding };
    return typeof binding?.InferenceSession === 'function' ? binding : undefined;
  } catch {
    return undefined;
  }
}
