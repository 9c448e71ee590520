import { RequestError } from '../errors.js';
import { columnsOf, describe, isObject, list, type RowOptions, show } from '../inference/rows.js';
import type { Model, ModelInput, Row } from '../model/types.js';
import type { MixedBody } from './body.js';
import { type Fields, type InputCells, readParameters, readTensor, type Tensor } from './v2-tensor.js';

/** An output that a request asks for. */
export interface RequestedOutput {
  readonly index: number;
  /** Whether its values are answered as bytes. */
  readonly isBinary: boolean;
}

/** A valid request of the Open Inference Protocol: rows as the model takes them, and the outputs asked for. */
export interface InferRequest {
  readonly id: string | undefined;
  readonly rows: readonly Row[];
  readonly outputs: readonly RequestedOutput[];
}

export interface InferOptions extends RowOptions {
  readonly model: Model;
  readonly maxRows: number;
}

/**
 * Reads a request of the Open Inference Protocol. Fields and parameters that this server doesn't know are ignored, as
 * the protocol allows, and null counts as absent; extensions that would change the answer are refused.
 * @throws RequestError 400 naming the tensor and the element, 413 for too many rows
 */
export function readInferRequest({ json, binary }: MixedBody, options: InferOptions): InferRequest {
  if (!isObject(json)) throw new RequestError(400, 'the body must be an object with the field inputs');
  const id = json['id'] ?? undefined;
  if (id !== undefined && typeof id !== 'string')
    throw new RequestError(400, `id must be a string, got ${describe(id)}`);
  const isBinary = readParameters(json, 'the body')['binary_data_output'] === true;
  return {
    id,
    rows: readInputs(assignBytes(readTensors(json['inputs']), binary), options),
    outputs: readOutputs(json['outputs'], options.model, isBinary),
  };
}

function readTensors(value: unknown): Fields[] {
  if (!Array.isArray(value)) throw new RequestError(400, `inputs must be an array of tensors, got ${describe(value)}`);
  return value.map((item: unknown, index) => {
    if (isObject(item)) return item;
    throw new RequestError(400, `inputs[${index}] must be an object, got ${describe(item)}`);
  });
}

/** Gives each tensor its bytes: they follow one another behind the JSON, in the order of the tensors. */
function assignBytes(tensors: readonly Fields[], binary: Buffer): Tensor[] {
  let offset = 0;
  const assigned = tensors.map((fields, index): Tensor => {
    const size = readParameters(fields, `inputs[${index}]`)['binary_data_size'] ?? undefined;
    if (size === undefined) return { fields, bytes: undefined };
    const left = binary.length - offset;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || size > left) {
      throw new RequestError(
        400,
        `inputs[${index}]: binary_data_size must be a whole number of at most ${left}, the bytes left behind the JSON`,
      );
    }
    offset += size;
    return { fields, bytes: binary.subarray(offset - size, offset) };
  });
  if (offset < binary.length)
    throw new RequestError(400, `${binary.length - offset} bytes behind the JSON belong to no input`);
  return assigned;
}

function readInputs(tensors: readonly Tensor[], options: InferOptions): Row[] {
  const { model, maxRows } = options;
  const parts = partsOf(tensors, model);
  const ordered = parts.map(({ name }) => findInput(tensors, name));
  const extra = tensors.find((tensor) => !ordered.includes(tensor));
  if (extra !== undefined && !(options.ignoresExtraColumns && parts.length > 1)) {
    const names = list(parts.map(({ name }) => name));
    throw new RequestError(400, `there is no further input ${describe(extra.fields['name'])}; the inputs are ${names}`);
  }
  return joinRows(
    ordered.map((tensor, index) => readTensor(tensor, parts[index] as ModelInput, maxRows)),
    parts,
  );
}

/**
 * Lists the tensors that a request has to bring: the model's inputs, or a tensor for each feature where a data frame
 * was sent to a model with one input.
 */
function partsOf(tensors: readonly Tensor[], model: Model): readonly ModelInput[] {
  const [only, ...others] = model.inputs as readonly [ModelInput, ...ModelInput[]];
  const sent = new Set(tensors.map(({ fields }) => fields['name']));
  const columns = others.length > 0 || sent.has(only.name) ? undefined : columnsOf(model);
  if (columns === undefined || !columns.some(({ name }) => sent.has(name))) return model.inputs;
  return columns.map(({ name, width }, offset) => ({ ...only, name, width, offset, axes: [] }));
}

function findInput(tensors: readonly Tensor[], name: string): Tensor {
  const found = tensors.filter(({ fields }) => fields['name'] === name);
  if (found.length === 1) return found[0] as Tensor;
  throw new RequestError(400, `input ${show(name)} is ${found.length === 0 ? 'missing' : 'there more than once'}`);
}

/** Joins the cells of all inputs to rows, each of which gets the parameters. */
function joinRows(tensors: readonly InputCells[], inputs: readonly ModelInput[]): Row[] {
  const counts = [...new Set(tensors.flatMap(({ rows }, index) => (inputs[index]?.isParameter ? [] : [rows])))];
  if (counts.length > 1) throw new RequestError(400, `the inputs have different numbers of rows: ${counts.join(', ')}`);
  return Array.from({ length: counts[0] ?? 0 }, (_, row) =>
    tensors.flatMap(({ cells }, index) => {
      const { width, isParameter } = inputs[index] as ModelInput;
      return isParameter ? cells : cells.slice(row * width, (row + 1) * width);
    }),
  );
}

/**
 * Finds the outputs asked for by name: all of them where none is named.
 * @param isBinary whether they are answered as bytes where they don't tell
 */
function readOutputs(value: unknown, model: Model, isBinary: boolean): RequestedOutput[] {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0))
    return model.outputs.map((_, index) => ({ index, isBinary }));
  if (!Array.isArray(value)) throw new RequestError(400, `outputs must be an array, got ${describe(value)}`);
  if (value.length > model.outputs.length)
    throw new RequestError(400, `the model has ${model.outputs.length} outputs, ${value.length} are asked for`);
  return value.map((item: unknown, index) => readOutput(item, `outputs[${index}]`, { model, isBinary }));
}

interface OutputDefaults {
  readonly model: Model;
  readonly isBinary: boolean;
}

function readOutput(item: unknown, subject: string, { model, isBinary }: OutputDefaults): RequestedOutput {
  if (!isObject(item)) throw new RequestError(400, `${subject} must be an object, got ${describe(item)}`);
  const parameters = readParameters(item, subject);
  if (typeof parameters['classification'] === 'number')
    throw new RequestError(400, `${subject}: the classification extension is not served; ask for the output itself`);
  const index = model.outputs.findIndex(({ name }) => name === item['name']);
  if (index !== -1) return { index, isBinary: readFlag(parameters['binary_data']) ?? isBinary };
  const names = list(model.outputs.map(({ name }) => name));
  throw new RequestError(400, `${subject}: there is no output ${describe(item['name'])}; the outputs are ${names}`);
}

const readFlag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
