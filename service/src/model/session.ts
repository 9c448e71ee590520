import { createRequire } from 'node:module';
import { InferenceSession, type Tensor } from './onnx-runtime.js';

type Feeds = Readonly<Record<string, Tensor>>;
type Results = Readonly<Record<string, Tensor>>;

/** A loaded model as ONNX Runtime has it. */
export interface Session {
  readonly inputMetadata: readonly InferenceSession.ValueMetadata[];
  readonly outputNames: readonly string[];
  /** Runs at once and blocks meanwhile (`runsAtOnce`), or in a later turn of the event loop, and then blocks as well. */
  readonly run: (feeds: Feeds) => Results | Promise<Results>;
  readonly runsAtOnce: boolean;
}

/** What the public session wraps: onnxruntime-node 1.30, dist/binding.d.ts. */
interface NativeSession {
  run(feeds: Feeds, fetches: Record<string, null>, options: object): Results;
}
export interface Binding {
  InferenceSession: new () => NativeSession;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Opens a session that runs when it is told to. The public session.run waits for the next turn of the event loop and then
 * makes a call that blocks, so requests that one turn has read are answered in another, one system call and a few promises
 * later; a single row costs 40 µs of CPU where the call itself takes 25. The call is the binding's, which is not an
 * interface that anybody promises: when it isn't as expected, the public one is used.
 */
export function openSession(
  bytes: Uint8Array,
  options: InferenceSession.SessionOptions,
  binding = findBinding(),
): Promise<Session> {
  // One after the other: each has to find its own native session.
  const opened = last.then(() => open(bytes, options, binding));
  last = opened.catch(() => {});
  return opened;
}

async function open(
  bytes: Uint8Array,
  options: InferenceSession.SessionOptions,
  binding: Binding | undefined,
): Promise<Session> {
  const { made: session, natives } = await watchNatives(binding, () => InferenceSession.create(bytes, options));
  const { inputMetadata, outputNames } = session;
  const native = natives.length === 1 ? natives[0] : undefined;
  if (typeof native?.run !== 'function')
    return { inputMetadata, outputNames, run: (feeds) => session.run(feeds), runsAtOnce: false };
  const fetches = (): Record<string, null> => Object.fromEntries(outputNames.map((name) => [name, null]));
  return { inputMetadata, outputNames, run: (feeds) => native.run(feeds, fetches(), {}), runsAtOnce: true };
}

/** The native sessions that come into being while `make` runs. */
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
