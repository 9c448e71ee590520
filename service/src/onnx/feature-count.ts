import type { Attribute, GraphNode, OnnxModel } from './read.js';

/** Operators after which a row still has as many columns as before. */
const KEEPS_WIDTH = new Set([
  'Identity',
  'Cast',
  'Normalizer',
  'Scaler',
  'Imputer',
  'Binarizer',
  'Sub',
  'Add',
  'Mul',
  'Div',
  'Relu',
  'Abs',
  'Clip',
]);

/** The number of columns of an operator's input, as far as its parameters tell. */
const WIDTH_OF: Readonly<Record<string, (node: GraphNode, model: OnnxModel) => number | undefined>> = {
  Scaler: (node) => list(node, 'offset') ?? list(node, 'scale'),
  Imputer: (node) => list(node, 'imputed_value_floats') ?? list(node, 'imputed_value_int64s'),
  LinearClassifier: (node) => divide(floats(node, 'coefficients'), floats(node, 'intercepts')),
  LinearRegressor: (node) => divide(floats(node, 'coefficients'), node.attributes.get('targets')?.integer() ?? 1),
  SVMClassifier: (node) => divide(floats(node, 'support_vectors'), sum(node.attributes.get('vectors_per_class'))),
  SVMRegressor: (node) => divide(floats(node, 'support_vectors'), node.attributes.get('n_supports')?.integer() ?? 0),
  Sub: lastAxis,
  Add: lastAxis,
  Mul: lastAxis,
  Div: lastAxis,
  MatMul: (node, model) => model.initializers.get(node.inputs[1] ?? '')?.dims.at(-2),
  Gemm: (node, model) =>
    model.initializers.get(node.inputs[1] ?? '')?.dims.at(node.attributes.get('transB')?.integer() === 1 ? -1 : -2),
};

/**
 * The number of features that a graph takes; a `lowerBound` when only the highest feature that a tree uses is known.
 */
export interface FeatureCount {
  readonly count: number;
  readonly kind: 'exact' | 'lowerBound';
}

/** Derives the width of an input whose shape doesn't declare it from the operators that read it. */
export function deriveFeatureCount(model: OnnxModel, inputName: string): FeatureCount | undefined {
  const carriers = new Set([inputName]);
  let lowerBound = 0;
  for (const node of model.nodes) {
    if (!node.inputs.some((name) => carriers.has(name))) continue;
    const count = WIDTH_OF[node.opType]?.(node, model);
    if (count !== undefined) return { count, kind: 'exact' };
    lowerBound = Math.max(lowerBound, highestFeature(node) + 1);
    if (KEEPS_WIDTH.has(node.opType)) for (const output of node.outputs) carriers.add(output);
  }
  return lowerBound > 0 ? { count: lowerBound, kind: 'lowerBound' } : undefined;
}

const highestFeature = (node: GraphNode): number => node.attributes.get('nodes_featureids')?.greatestInteger() ?? -1;

const floats = (node: GraphNode, name: string): number => node.attributes.get(name)?.floatCount() ?? 0;

/** Counts the values of a list. A single value applies to every column, so it doesn't tell their number. */
function list(node: GraphNode, name: string): number | undefined {
  const attribute = node.attributes.get(name);
  const length = attribute === undefined ? 0 : Math.max(attribute.floatCount(), attribute.integers().length);
  return length > 1 ? length : undefined;
}

const sum = (attribute: Attribute | undefined): number =>
  (attribute?.integers() ?? []).reduce((total, value) => total + Number(value), 0);

function divide(total: number, parts: number): number | undefined {
  const width = total / parts;
  return Number.isInteger(width) && width > 0 ? width : undefined;
}

function lastAxis(node: GraphNode, model: OnnxModel): number | undefined {
  const widths = node.inputs.map((name) => model.initializers.get(name)?.dims.at(-1) ?? 0);
  const width = Math.max(...widths);
  return width > 1 ? width : undefined;
}
