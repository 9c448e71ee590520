import { ELEMENT } from '@inference-gitops/service/onnx/fields.js';
import { type NodeSpec, writeModel } from '@inference-gitops/service/onnx/write.js';

const WIDTH = 512;

/**
 * Writes a regressor of so many dense layers, which all have the same weights: `features` [n, count] to `value` [n, 1].
 * A run costs as much as one of different layers whose weights stay in the CPU's cache, and the file has a megabyte.
 */
export function deepNetwork(featureCount: number, layers: number): Uint8Array {
  const hidden = Array.from({ length: layers }, (_, layer) => dense(`hidden${layer}`, `hidden${layer + 1}`));
  return writeModel({
    name: 'deep-network',
    nodes: [
      ...weights('widen', [featureCount, WIDTH]),
      ...weights('layer', [WIDTH, WIDTH]),
      ...weights('narrow', [WIDTH, 1]),
      node('MatMul', ['features', 'widen'], 'hidden0'),
      ...hidden.flat(),
      node('MatMul', [`hidden${layers}`, 'narrow'], 'value'),
    ],
    inputs: [{ name: 'features', elementType: ELEMENT.float, shape: ['batch', featureCount] }],
    outputs: [{ name: 'value', elementType: ELEMENT.float, shape: ['batch', 1] }],
    opsets: { '': 17 },
    metadata: {},
  });
}

const dense = (input: string, output: string): NodeSpec[] => [
  node('MatMul', [input, 'layer'], `${output}_sum`),
  node('Tanh', [`${output}_sum`], output),
];

/** Makes weights that look random and keep the size of a signal from layer to layer. */
function weights(name: string, shape: readonly [number, number]): NodeSpec[] {
  const scale = 1 / Math.sqrt(shape[0]);
  const floats = Array.from({ length: shape[0] * shape[1] }, (_, index) => Math.sin(index * 12.9898) * scale);
  return [
    node('Constant', [], `${name}_values`, { value_floats: { floats } }),
    node('Constant', [], `${name}_shape`, { value_ints: { ints: shape } }),
    node('Reshape', [`${name}_values`, `${name}_shape`], name),
  ];
}

const node = (
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: NodeSpec['attributes'] = {},
): NodeSpec => ({ opType, domain: '', inputs, outputs: [output], attributes });
