import { ELEMENT, ML_DOMAIN } from '../onnx/fields.js';
import { type NodeSpec, writeModel } from '../onnx/write.js';
import type { Forest } from './forest.js';
import type { TreeNode } from './tree.js';

const CLASS_LABELS = [0, 1];

/** Writes the forest as an ONNX model of one TreeEnsembleClassifier, from `features` to `label` and `probabilities`. */
export function forestToOnnx(forest: Forest, featureCount: number, metadata: Record<string, string>): Uint8Array {
  return writeModel({
    name: 'random-forest',
    nodes: [treeEnsemble(forest)],
    inputs: [{ name: 'features', elementType: ELEMENT.float, shape: ['batch', featureCount] }],
    outputs: [
      { name: 'label', elementType: ELEMENT.int64, shape: ['batch'] },
      { name: 'probabilities', elementType: ELEMENT.float, shape: ['batch', CLASS_LABELS.length] },
    ],
    opsets: { '': 17, [ML_DOMAIN]: 3 },
    metadata,
  });
}

/** A node with its tree and its index there. */
interface NumberedNode {
  readonly tree: number;
  readonly id: number;
  readonly node: TreeNode;
}

function treeEnsemble(forest: Forest): NodeSpec {
  const nodes: NumberedNode[] = forest.flatMap((tree, index) => tree.map((node, id) => ({ tree: index, id, node })));
  const leaves = nodes.filter(({ node }) => node.kind === 'leaf');
  const ints = (pick: (node: NumberedNode) => number) => ({ ints: nodes.map(pick) });
  return {
    opType: 'TreeEnsembleClassifier',
    domain: ML_DOMAIN,
    inputs: ['features'],
    outputs: ['label', 'probabilities'],
    attributes: {
      nodes_treeids: ints(({ tree }) => tree),
      nodes_nodeids: ints(({ id }) => id),
      nodes_featureids: ints(({ node }) => (node.kind === 'split' ? node.feature : 0)),
      nodes_modes: { strings: nodes.map(({ node }) => (node.kind === 'split' ? 'BRANCH_LEQ' : 'LEAF')) },
      nodes_values: { floats: nodes.map(({ node }) => (node.kind === 'split' ? node.threshold : 0)) },
      nodes_truenodeids: ints(({ node }) => (node.kind === 'split' ? node.left : 0)),
      nodes_falsenodeids: ints(({ node }) => (node.kind === 'split' ? node.right : 0)),
      ...leafWeights(leaves, forest.length),
      classlabels_int64s: { ints: CLASS_LABELS },
      post_transform: { string: 'NONE' },
    },
  };
}

/**
 * Makes the leaves' weights in ONNX's binary form: each leaf adds its share of class 1, under the id 0, and class 0 is
 * the rest. With weights for both classes, ONNX Runtime answers label 1 wherever the weight of class 1 is positive.
 */
function leafWeights(leaves: readonly NumberedNode[], trees: number) {
  return {
    class_treeids: { ints: leaves.map(({ tree }) => tree) },
    class_nodeids: { ints: leaves.map(({ id }) => id) },
    class_ids: { ints: leaves.map(() => 0) },
    class_weights: { floats: leaves.map(({ node }) => (node.kind === 'leaf' ? node.probability : 0) / trees) },
  };
}
