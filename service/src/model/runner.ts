import type { Storage } from './element-types.js';
import { type InferenceSession, Tensor } from './onnx-runtime.js';
import type { ModelInput, OutputData, Row, Signature } from './types.js';

/** A run's outputs with the shapes they really have: declared ones can't be trusted (two exporters in three lie). */
export interface RawOutput {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: OutputData;
}

/** Fills kept buffers with rows and runs the session; one run at a time. */
export class Runner {
  readonly #session: InferenceSession;
  readonly #signature: Signature;
  readonly #buffers: readonly Storage[];
  /** Fewer rows than this are padded. */
  minRows: number;

  constructor(session: InferenceSession, signature: Signature, maxRows: number) {
    this.#session = session;
    this.#signature = signature;
    this.minRows = signature.fixedBatch ?? 1;
    this.#buffers = signature.inputs.map(({ type, width }) => type.allocate(maxRows * width));
  }

  async run(rows: readonly Row[]): Promise<RawOutput[]> {
    const batch = Math.max(this.minRows, rows.length);
    const feeds: Record<string, Tensor> = Object.create(null);
    this.#signature.inputs.forEach((input, index) => {
      feeds[input.name] = fill(this.#buffers[index] as Storage, input, pad(rows, batch));
    });
    const results = await this.#session.run(feeds);
    return this.#session.outputNames.map((name) => {
      const { type, dims, data } = results[name] as Tensor;
      return { name, type, dims, data: data as unknown as OutputData };
    });
  }
}

/** The places left in a batch get the last row again; those answers are never read. */
function pad(rows: readonly Row[], batch: number): readonly Row[] {
  if (rows.length === batch) return rows;
  return Array.from({ length: batch }, (_, index) => rows[Math.min(index, rows.length - 1)] as Row);
}

function fill(storage: Storage, { type, width, offset, axes }: ModelInput, rows: readonly Row[]): Tensor {
  rows.forEach((row, index) => {
    type.copy(storage, index * width, { row, from: offset, count: width });
  });
  const length = rows.length * width;
  const used = Array.isArray(storage) ? storage.slice(0, length) : storage.subarray(0, length);
  return new Tensor(type.name, used as Float32Array, [rows.length, ...axes]);
}
