import type { Storage } from './element-types.js';
import { fromFloat16 } from './float16.js';
import type { Tensor } from './onnx-runtime.js';
import type { InputTensors, Session } from './session.js';
import { makeTensor } from './tensor.js';
import type { ModelInput, OutputData, Row, Signature } from './types.js';

/** An output of a run with its actual shape: two exporters in three declare a wrong one. */
export interface RawOutput {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: OutputData;
}

/** Copies rows into kept buffers and runs the session; one run at a time. */
export class SessionRunner {
  #session: Session;
  readonly #signature: Signature;
  readonly #buffers: readonly Storage[];
  /** Input tensors over the kept buffers, by their number of rows. */
  readonly #tensors: (InputTensors | undefined)[] = [];
  /** The fewest rows of a run: smaller batches are padded. */
  minRows: number;

  constructor(session: Session, signature: Signature, maxRows: number) {
    this.#session = session;
    this.#signature = signature;
    this.minRows = signature.fixedBatch ?? 1;
    this.#buffers = signature.inputs.map(({ type, width, isParameter }) =>
      type.allocate(isParameter ? width : maxRows * width),
    );
  }

  /** Makes further runs with another session of the same model. */
  use(session: Session): void {
    this.#session = session;
  }

  /** Runs rows that agree in their parameters. */
  run(rows: readonly Row[]): RawOutput[] | Promise<RawOutput[]> {
    const size = Math.max(this.minRows, rows.length);
    this.#fill(pad(rows, size));
    const results = this.#session.run(this.#inputTensors(size));
    return results instanceof Promise ? results.then((late) => this.#outputs(late)) : this.#outputs(results);
  }

  #fill(rows: readonly Row[]): void {
    this.#signature.inputs.forEach(({ type, width, offset, isParameter }, index) => {
      type.copy(this.#buffers[index] as Storage, isParameter ? rows.slice(0, 1) : rows, { offset, width });
    });
  }

  #inputTensors(rows: number): InputTensors {
    const known = this.#tensors[rows];
    if (known !== undefined) return known;
    const tensors: Record<string, Tensor> = Object.create(null);
    this.#signature.inputs.forEach((input, index) => {
      tensors[input.name] = tensorOver(this.#buffers[index] as Storage, input, rows);
    });
    // Strings are copied into their tensor, so it can't be used again.
    if (this.#buffers.every((buffer) => !Array.isArray(buffer))) this.#tensors[rows] = tensors;
    return tensors;
  }

  #outputs(results: Readonly<Record<string, Tensor>>): RawOutput[] {
    return this.#session.outputNames.map((name) => {
      const { type, dims, data } = results[name] as Tensor;
      return { name, type, dims, data: type === 'float16' ? floats(data) : (data as unknown as OutputData) };
    });
  }
}

/** Reads 16-bit floats, which a Node.js without Float16Array gives as their bits. */
const floats = (data: Tensor['data']): OutputData =>
  data instanceof Uint16Array ? Float32Array.from(data, fromFloat16) : (data as unknown as OutputData);

/** Fills a batch up with copies of its last row, whose answers are never read. */
function pad(rows: readonly Row[], size: number): readonly Row[] {
  if (rows.length === size) return rows;
  return Array.from({ length: size }, (_, index) => rows[Math.min(index, rows.length - 1)] as Row);
}

function tensorOver(storage: Storage, { type, width, axes, isParameter }: ModelInput, rows: number): Tensor {
  const length = isParameter ? width : rows * width;
  const used = Array.isArray(storage) ? storage.slice(0, length) : storage.subarray(0, length);
  return makeTensor(type.name, used as Tensor['data'], isParameter ? axes : [rows, ...axes]);
}
