import type { LoadOptions } from '@inference-gitops/service/model/load.js';
import type { ModelSource } from '@inference-gitops/service/model/open-model.js';
import { ML_DOMAIN } from '@inference-gitops/service/onnx/fields.js';
import { type AttributeValue, type Dimension, writeModel } from '@inference-gitops/service/onnx/write.js';

/** Numbers of TensorProto.DataType. */
const ELEMENT = { float: 1, uint8: 2, int32: 6, int64: 7, string: 8, bool: 9, float16: 10, double: 11 } as const;
export type Element = keyof typeof ELEMENT;

export interface GraphNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** A graph as a test writes it; inputs and outputs are of floats where nothing else is said. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly inputs: Readonly<Record<string, readonly Dimension[]>>;
  readonly outputs: readonly string[];
  readonly types?: Readonly<Record<string, Element>>;
}

const ML_OPERATORS = /^(Tree|Linear[CR]|Imputer|Scaler|LabelEncoder|ZipMap)/;

/** Serialises a graph. */
export function graphBytes({ nodes, inputs, outputs, types = {} }: Graph): Uint8Array {
  const tensor = (name: string, shape: readonly Dimension[] | undefined) => ({
    name,
    elementType: ELEMENT[types[name] ?? 'float'],
    shape,
  });
  return writeModel({
    name: 'graph',
    nodes: nodes.map((node) => ({
      attributes: {},
      ...node,
      domain: ML_OPERATORS.test(node.opType) ? ML_DOMAIN : '',
    })),
    inputs: Object.entries(inputs).map(([name, shape]) => tensor(name, shape)),
    outputs: outputs.map((name) => tensor(name, undefined)),
    opsets: { '': 17, [ML_DOMAIN]: 3 },
    metadata: {},
  });
}

/** Makes the source of a model from a graph. */
export const modelSource = (graph: Graph): ModelSource => ({
  bytes: graphBytes(graph),
  identity: { name: 'model', version: '1', sha256: '', metadata: {} },
  baseline: { features: [], golden: [] },
});

/** The settings of loading, as they are by default. */
export const LOAD_OPTIONS: LoadOptions = {
  featureCount: undefined,
  axisSizes: new Map(),
  maxRowCells: 100_000,
  maxBatchRows: 256,
  maxRows: 4096,
};
