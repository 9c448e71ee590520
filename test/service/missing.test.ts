import { loadModel } from '@inference-gitops/service/model/load.js';
import type { AttributeValue } from '@inference-gitops/service/onnx/write.js';
import test from 'ava';
import { LOAD_OPTIONS, modelSource } from './support/graphs.js';

type Nodes = readonly (readonly [opType: string, input: string, output: string, Record<string, AttributeValue>?])[];

const TREE = {
  nodes_treeids: { ints: [0, 0, 0] },
  nodes_nodeids: { ints: [0, 1, 2] },
  nodes_featureids: { ints: [0, 0, 0] },
  nodes_values: { floats: [0.5, 0, 0] },
  nodes_modes: { strings: ['BRANCH_LEQ', 'LEAF', 'LEAF'] },
  nodes_truenodeids: { ints: [1, 0, 0] },
  nodes_falsenodeids: { ints: [2, 0, 0] },
  target_treeids: { ints: [0, 0] },
  target_nodeids: { ints: [1, 2] },
  target_ids: { ints: [0, 0] },
  target_weights: { floats: [1, 2] },
  n_targets: { int: 1 },
} as const;
const tracking = (left: number) => ({ ...TREE, nodes_missing_value_tracks_true: { ints: [left, 0, 0] } });

const MODELS: readonly (readonly [string, Nodes, boolean])[] = [
  ['an operator that asks for NaN', [['IsNaN', 'x', 'y']], true],
  [
    'an operator behind another',
    [
      ['Neg', 'x', 'a'],
      ['IsNaN', 'a', 'y'],
    ],
    true,
  ],
  ['an operator that gives NaN on', [['Neg', 'x', 'y']], false],
  ['a tree that tracks missing values', [['TreeEnsembleRegressor', 'x', 'y', tracking(1)]], true],
  ['a tree that tracks none', [['TreeEnsembleRegressor', 'x', 'y', tracking(0)]], false],
  ['a tree that knows none', [['TreeEnsembleRegressor', 'x', 'y', TREE]], false],
  [
    'two trees of which one knows none',
    [
      ['TreeEnsembleRegressor', 'x', 'y', tracking(1)],
      ['TreeEnsembleRegressor', 'x', 'z', TREE],
    ],
    false,
  ],
  [
    'a test beside an answer that is NaN',
    [
      ['IsNaN', 'x', 'y'],
      ['Neg', 'x', 'z'],
    ],
    false,
  ],
];

for (const [title, nodes, expected] of MODELS) {
  test(`${title} ${expected ? 'understands' : "doesn't understand"} a missing value`, async (t) => {
    const outputs = ['y', ...(nodes.some(([, , output]) => output === 'z') ? ['z'] : [])];
    const model = await loadModel(
      modelSource({
        nodes: nodes.map(([opType, input, output, attributes = {}]) => ({
          opType,
          inputs: [input],
          outputs: [output],
          attributes,
        })),
        inputs: { x: ['n', 1] },
        outputs,
        types: nodes.some(([opType]) => opType === 'IsNaN') ? { y: 'bool' } : {},
      }),
      LOAD_OPTIONS,
    );
    t.is(model.inputs[0]?.understandsMissing, expected);
  });
}
