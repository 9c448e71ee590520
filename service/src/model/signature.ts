import type { InferenceSession } from 'onnxruntime-node';
import { StartError } from '../errors.js';
import { deriveFeatureCount } from '../onnx/feature-count.js';
import type { OnnxModel } from '../onnx/read.js';
import { type AxisSizes, applyAxisSizes } from './axis-sizes.js';
import { elementType } from './element-types.js';
import type { ModelInput, Signature } from './types.js';

type Metadata = InferenceSession.ValueMetadata;
type Shape = readonly (number | string)[];

/** The sources that a signature is derived from. */
export interface SignatureSources {
  readonly metadata: readonly Metadata[];
  readonly graph: OnnxModel;
  /** The configured feature count, for inputs that neither declare nor imply one. */
  readonly featureCount: number | undefined;
  /** The configured sizes of open axes. */
  readonly axisSizes: AxisSizes;
  /** The most cells of a row. */
  readonly maxRowCells: number;
}

/** An input whose elements can be served, with its shape as far as it is known. */
interface Declared {
  readonly name: string;
  readonly metadata: Metadata;
  readonly shape: Shape;
}

/**
 * Derives the inputs of a model, and with them what a row consists of.
 * @throws StartError when an input can't be served, saying which and why
 */
export function readSignature(sources: SignatureSources): Signature {
  if (sources.metadata.length === 0) throw new StartError('the model has no inputs');
  const declared = applyAxisSizes(
    sources.metadata.map((metadata) => declare(metadata, sources)),
    sources.axisSizes,
  );
  const takesAnyBatch = declared.some(({ shape }) => typeof shape[0] === 'string');
  const warnings: string[] = [];
  const inputs: ModelInput[] = [];
  let offset = 0;
  for (const each of declared) {
    const isParameter = takesAnyBatch ? typeof each.shape[0] !== 'string' : each.shape.length === 0;
    const axes = isParameter ? closed(each, each.shape, sources) : tailAxes(each, sources, warnings);
    const width = axes.reduce((product, size) => product * size, 1);
    const type = typeOf(each.metadata);
    inputs.push({ name: each.name, type, axes, isParameter, offset, width, understandsMissing: false });
    offset += width;
  }
  checkWidth(offset, sources.maxRowCells);
  if (sources.featureCount !== undefined && !(declared.length === 1 && isOpenTable(declared[0] as Declared))) {
    warnings.push('FEATURE_COUNT has no effect: it is for a model of one input that leaves its columns open');
  }
  if (inputs.every(({ isParameter }) => isParameter))
    throw new StartError('the model takes no rows: no input has axes');
  return { inputs, rowWidth: offset, fixedBatch: takesAnyBatch ? undefined : fixedBatch(declared), warnings };
}

function declare(metadata: Metadata, { graph }: SignatureSources): Declared {
  const { name } = metadata;
  if (!metadata.isTensor) throw new StartError(`input '${name}' is not a tensor; only tensors can be served`);
  typeOf(metadata);
  const isUnknown = metadata.shape.length === 0 && !graph.scalars.has(name);
  return { name, metadata, shape: isUnknown ? ['', ''] : metadata.shape };
}

function typeOf(metadata: Metadata): ModelInput['type'] {
  const name = metadata.isTensor ? metadata.type : 'none';
  const type = elementType(name);
  if (type !== undefined) return type;
  throw new StartError(`input '${metadata.name}' has elements of type ${name}, which can't be served`);
}

function checkWidth(cells: number, limit: number): void {
  if (cells === 0) throw new StartError('a row of the model has no cells');
  if (cells <= limit) return;
  throw new StartError(
    `a row of the model has ${cells} cells, and MAX_ROW_CELLS allows ${limit}: raise it, and MAX_BODY_BYTES to ` +
      'about 12 bytes a cell, where the pod has the memory',
  );
}

/** Finds the axes after the batch axis: as declared, or for a table of undeclared width as derived or configured. */
function tailAxes(input: Declared, sources: SignatureSources, warnings: string[]): readonly number[] {
  if (isOpenTable(input)) return [undeclaredWidth(input, sources, warnings)];
  return closed(input, input.shape.slice(1), sources);
}

const isOpenTable = ({ shape }: Declared): boolean => shape.length === 2 && typeof shape[1] === 'string';

/** Returns axes whose sizes are all known. */
function closed({ name, shape }: Declared, axes: Shape, { metadata }: SignatureSources): readonly number[] {
  const open = axes.findIndex((size) => typeof size === 'string');
  if (open === -1) return axes as readonly number[];
  const axis = axes[open] || `${name}.${open + shape.length - axes.length}`;
  const advice = metadata.length === 1 && axes.length === 1 ? 'FEATURE_COUNT, or ' : '';
  throw new StartError(
    `input '${name}' has the shape [${shape.join(', ')}]: all rows need one size; ` +
      `set ${advice}AXIS_SIZES=${axis}=<size>`,
  );
}

function undeclaredWidth(input: Declared, sources: SignatureSources, warnings: string[]): number {
  const { graph, featureCount, metadata } = sources;
  const { name } = input;
  const derived = deriveFeatureCount(graph, name);
  if (featureCount === undefined || metadata.length > 1) {
    if (derived?.kind === 'lowerBound') warnings.push(guess(name, derived.count, metadata.length));
    return derived?.count ?? (closed(input, input.shape.slice(1), sources)[0] as number);
  }
  const isContradiction =
    derived?.kind === 'exact' ? derived.count !== featureCount : (derived?.count ?? 0) > featureCount;
  if (isContradiction) {
    const relation = derived?.kind === 'exact' ? '' : 'at least ';
    throw new StartError(`FEATURE_COUNT is ${featureCount}, but the graph takes ${relation}${derived?.count} features`);
  }
  return featureCount;
}

const guess = (name: string, count: number, inputs: number): string =>
  `input '${name}' doesn't declare how many features it takes; ${count} is a guess, from the last feature that its ` +
  `trees use: set ${inputs === 1 ? 'FEATURE_COUNT' : `AXIS_SIZES=${name}.1=<size>`} if the model was trained with more`;

/** Finds the only batch size that the inputs take, where each declares one. */
function fixedBatch(declared: readonly Declared[]): number | undefined {
  const sizes = declared.flatMap(({ shape }) => (shape.length === 0 ? [] : [shape[0] as number]));
  const fixed = [...new Set(sizes)];
  if (fixed.length > 1) throw new StartError(`the inputs have different fixed batch sizes: ${fixed.join(', ')}`);
  return fixed[0];
}
