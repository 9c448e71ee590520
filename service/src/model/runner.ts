import type { Storage } from './element-types.js';
import { Tensor } from './onnx-runtime.js';
import type { Session } from './session.js';
import type { ModelInput, OutputData, Row, Signature } from './types.js';

/** A run's outputs with the shapes they really have: declared ones can't be trusted (two exporters in three lie). */
export interface RawOutput {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: OutputData;
}

type Feeds = Record<string, Tensor>;

/** Fills kept buffers with rows and runs the session; one run at a time. */
export class Runner {
  readonly #session: Session;
  readonly #signature: Signature;
  readonly #buffers: readonly Storage[];
  /** Tensors over the kept buffers, by their number of rows. */
  readonly #feeds: (Feeds | undefined)[] = [];
  /** Fewer rows than this are padded. */
  minRows: number;

  constructor(session: Session, signature: Signature, maxRows: number) {
    this.#session = session;
    this.#signature = signature;
    this.minRows = signature.fixedBatch ?? 1;
    this.#buffers = signature.inputs.map(({ type, width }) => type.allocate(maxRows * width));
  }

  run(rows: readonly Row[]): RawOutput[] | Promise<RawOutput[]> {
    const batch = Math.max(this.minRows, rows.length);
    this.#fill(pad(rows, batch));
    const results = this.#session.run(this.#feedsOf(batch));
    return results instanceof Promise ? results.then((late) => this.#outputs(late)) : this.#outputs(results);
  }

  #fill(rows: readonly Row[]): void {
    this.#signature.inputs.forEach(({ type, width, offset }, index) => {
      type.copy(this.#buffers[index] as Storage, rows, { offset, width });
    });
  }

  #feedsOf(batch: number): Feeds {
    const known = this.#feeds[batch];
    if (known !== undefined) return known;
    const feeds: Feeds = Object.create(null);
    this.#signature.inputs.forEach((input, index) => {
      feeds[input.name] = tensorOver(this.#buffers[index] as Storage, input, batch);
    });
    // Strings are copied into their tensor, so it can't be used again.
    if (this.#buffers.every((buffer) => !Array.isArray(buffer))) this.#feeds[batch] = feeds;
    return feeds;
  }

  #outputs(results: Readonly<Record<string, Tensor>>): RawOutput[] {
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

function tensorOver(storage: Storage, { type, width, axes }: ModelInput, batch: number): Tensor {
  const length = batch * width;
  const used = Array.isArray(storage) ? storage.slice(0, length) : storage.subarray(0, length);
  return new Tensor(type.name, used as Float32Array, [batch, ...axes]);
}
