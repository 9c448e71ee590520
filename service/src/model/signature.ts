import type { InferenceSession } from 'onnxruntime-node';
import { StartError } from '../errors.js';
import { deriveFeatureCount } from '../onnx/feature-count.js';
import type { OnnxModel } from '../onnx/read.js';
import { elementType } from './element-types.js';
import type { ModelInput, Signature } from './types.js';

/** The most cells of a row. More is not tabular data, and the buffers for it wouldn't fit the pod. */
const MAX_ROW_WIDTH = 100_000;

/** The sources that a signature is derived from. */
export interface SignatureSources {
  readonly metadata: readonly InferenceSession.ValueMetadata[];
  readonly graph: OnnxModel;
  /** The configured feature count, for inputs that neither declare nor imply one. */
  readonly featureCount: number | undefined;
}

/**
 * Derives the inputs of a model, and with them what a row consists of.
 * @throws StartError when an input can't be served, saying which and why
 */
export function readSignature(sources: SignatureSources): Signature {
  if (sources.metadata.length === 0) throw new StartError('the model has no inputs');
  const inputs: ModelInput[] = [];
  let offset = 0;
  for (const metadata of sources.metadata) {
    const input = readInput(metadata, sources, offset);
    inputs.push(input);
    offset += input.width;
  }
  if (offset === 0 || offset > MAX_ROW_WIDTH) {
    throw new StartError(`a row of the model has ${offset} cells; from 1 to ${MAX_ROW_WIDTH} can be served`);
  }
  return { inputs, rowWidth: offset, fixedBatch: fixedBatch(sources.metadata) };
}

function readInput(metadata: InferenceSession.ValueMetadata, sources: SignatureSources, offset: number): ModelInput {
  const { name } = metadata;
  if (!metadata.isTensor) throw new StartError(`input '${name}' is not a tensor; only tensors can be served`);
  const type = elementType(metadata.type);
  if (type === undefined)
    throw new StartError(`input '${name}' has elements of type ${metadata.type}, which can't be served`);
  const axes = tailAxes(name, metadata.shape, sources);
  const width = axes.reduce((product, size) => product * size, 1);
  return { name, type, axes, offset, width, understandsMissing: false };
}

/** Finds the axes after the batch axis: as declared, or for a table of undeclared width as derived or configured. */
function tailAxes(name: string, shape: readonly (number | string)[], sources: SignatureSources): number[] {
  const declared = shape.length === 0 ? ['', ''] : shape;
  const open = declared.slice(1).filter((size) => typeof size === 'string');
  if (open.length === 0) return declared.slice(1) as number[];
  if (declared.length !== 2) {
    throw new StartError(
      `input '${name}' has the shape [${declared.join(', ')}]: only its first axis may be undeclared`,
    );
  }
  return [undeclaredWidth(name, sources)];
}

function undeclaredWidth(name: string, { graph, featureCount, metadata }: SignatureSources): number {
  const derived = deriveFeatureCount(graph, name);
  if (featureCount === undefined || metadata.length > 1) {
    if (derived !== undefined) return derived.count;
    throw new StartError(`input '${name}' doesn't declare how many features it takes; set FEATURE_COUNT`);
  }
  const isContradiction =
    derived?.kind === 'exact' ? derived.count !== featureCount : (derived?.count ?? 0) > featureCount;
  if (isContradiction) {
    const relation = derived?.kind === 'exact' ? '' : 'at least ';
    throw new StartError(`FEATURE_COUNT is ${featureCount}, but the graph takes ${relation}${derived?.count} features`);
  }
  return featureCount;
}

function fixedBatch(metadata: readonly InferenceSession.ValueMetadata[]): number | undefined {
  const sizes = metadata.map((input) => (input.isTensor ? input.shape[0] : undefined));
  const fixed = [...new Set(sizes.filter((size) => typeof size === 'number'))];
  if (fixed.length > 1) throw new StartError(`the inputs have different fixed batch sizes: ${fixed.join(', ')}`);
  return fixed[0];
}
