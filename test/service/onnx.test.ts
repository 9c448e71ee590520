import { labelsBehind } from '@inference-gitops/service/onnx/classes.js';
import { deriveFeatureCount } from '@inference-gitops/service/onnx/feature-count.js';
import { GRAPH, MODEL, TENSOR } from '@inference-gitops/service/onnx/fields.js';
import { type OnnxModel, readModel } from '@inference-gitops/service/onnx/read.js';
import { exposeTensors } from '@inference-gitops/service/onnx/tensor-outputs.js';
import { lengthDelimited } from '@inference-gitops/service/onnx/wire.js';
import { type AttributeValue, type NodeSpec, writeModel } from '@inference-gitops/service/onnx/write.js';
import test from 'ava';

const FLOAT = 1;
type Attributes = Readonly<Record<string, AttributeValue>>;

const node = (opType: string, inputs: string[], outputs: string[], attributes: Attributes = {}): NodeSpec => ({
  opType,
  domain: '',
  inputs,
  outputs,
  attributes,
});

interface Graph {
  readonly nodes: readonly NodeSpec[];
  readonly opsets?: Readonly<Record<string, number>>;
  /** The sizes and the labels of constant tensors. */
  readonly constants?: Readonly<Record<string, { readonly dims: readonly number[]; readonly labels?: string[] }>>;
  readonly outputs?: readonly string[];
}

const bytesOf = ({ nodes, opsets = { '': 17 }, outputs = [] }: Graph): Uint8Array =>
  writeModel({
    name: 'graph',
    nodes,
    inputs: [{ name: 'x', elementType: FLOAT, shape: ['batch', ''] }],
    outputs: outputs.map((name) => ({ name, elementType: FLOAT, shape: ['', ''] })),
    opsets,
    metadata: {},
  });

function read(graph: Graph): OnnxModel {
  const constants = Object.entries(graph.constants ?? {}).map(
    ([name, { dims, labels }]) => [name, { dims, labels: () => labels, externalFile: undefined }] as const,
  );
  return { ...readModel(bytesOf(graph)), initializers: new Map(constants) };
}

const floats = (length: number) => ({ floats: new Array<number>(length).fill(0.5) });
const ints = (...values: number[]) => ({ ints: values });
const exact = (count: number) => ({ count, kind: 'exact' });
const lowerBound = (count: number) => ({ count, kind: 'lowerBound' });

const WIDTHS: readonly (readonly [string, Graph, ReturnType<typeof exact> | undefined])[] = [
  ['the offsets of a Scaler', { nodes: [node('Scaler', ['x'], ['y'], { offset: floats(7) })] }, exact(7)],
  ['the scales of a Scaler', { nodes: [node('Scaler', ['x'], ['y'], { scale: floats(7) })] }, exact(7)],
  ['one offset for all columns', { nodes: [node('Scaler', ['x'], ['y'], { offset: floats(1) })] }, undefined],
  [
    'the floats of an Imputer',
    { nodes: [node('Imputer', ['x'], ['y'], { imputed_value_floats: floats(3) })] },
    exact(3),
  ],
  [
    'the integers of an Imputer',
    { nodes: [node('Imputer', ['x'], ['y'], { imputed_value_int64s: ints(1, 2) })] },
    exact(2),
  ],
  [
    'a LinearClassifier',
    { nodes: [node('LinearClassifier', ['x'], ['y'], { coefficients: floats(12), intercepts: floats(3) })] },
    exact(4),
  ],
  [
    'coefficients that the classes do not divide',
    { nodes: [node('LinearClassifier', ['x'], ['y'], { coefficients: floats(13), intercepts: floats(3) })] },
    undefined,
  ],
  ['a LinearRegressor', { nodes: [node('LinearRegressor', ['x'], ['y'], { coefficients: floats(5) })] }, exact(5)],
  [
    'an SVMClassifier',
    {
      nodes: [node('SVMClassifier', ['x'], ['y'], { support_vectors: floats(12), vectors_per_class: ints(1, 2) })],
    },
    exact(4),
  ],
  [
    'an SVMRegressor that does not tell its vectors',
    { nodes: [node('SVMRegressor', ['x'], ['y'], { support_vectors: floats(12) })] },
    undefined,
  ],
  ['a MatMul', { nodes: [node('MatMul', ['x', 'w'], ['y'])], constants: { w: { dims: [6, 2] } } }, exact(6)],
  ['a Gemm', { nodes: [node('Gemm', ['x', 'w'], ['y'])], constants: { w: { dims: [6, 2] } } }, exact(6)],
  [
    'trees: the highest feature that they use',
    { nodes: [node('TreeEnsembleRegressor', ['x'], ['y'], { nodes_featureids: ints(0, 8, 3) })] },
    lowerBound(9),
  ],
  ['an operator that tells nothing', { nodes: [node('Softmax', ['x'], ['y'])] }, undefined],
  [
    'an operator that reads something else',
    { nodes: [node('Scaler', ['z'], ['y'], { offset: floats(7) })] },
    undefined,
  ],
  ...['Sub', 'Add', 'Mul', 'Div'].flatMap((opType) => [
    [
      `a ${opType} with a value for each column`,
      { nodes: [node(opType, ['x', 'c'], ['y'])], constants: { c: { dims: [1, 5] } } },
      exact(5),
    ] as const,
    [
      `a ${opType} with one value`,
      { nodes: [node(opType, ['x', 'c'], ['y'])], constants: { c: { dims: [1] } } },
      undefined,
    ] as const,
  ]),
];

for (const [title, graph, count] of WIDTHS) {
  test(`the number of features from ${title}: ${count?.count ?? 'unknown'}`, (t) => {
    t.deepEqual(deriveFeatureCount(read(graph), 'x') as unknown, count);
  });
}

test('an SVMRegressor and a transposed Gemm tell their width by an attribute', (t) => {
  const attribute = (value: number) => ({
    integer: () => value,
    floatCount: () => 12,
    integers: () => [],
    strings: () => [],
    greatestInteger: () => -1,
    float: () => undefined,
  });
  const model = (opType: string, names: Readonly<Record<string, number>>): OnnxModel => {
    const graph = read({ nodes: [node(opType, ['x', 'w'], ['y'])], constants: { w: { dims: [2, 6] } } });
    const attributes = new Map(Object.entries(names).map(([name, value]) => [name, attribute(value)] as const));
    return { ...graph, nodes: graph.nodes.map((found) => ({ ...found, attributes })) };
  };
  t.deepEqual(deriveFeatureCount(model('SVMRegressor', { support_vectors: 0, n_supports: 3 }), 'x'), exact(4) as never);
  t.deepEqual(deriveFeatureCount(model('Gemm', { transB: 1 }), 'x'), exact(6) as never);
  t.deepEqual(deriveFeatureCount(model('LinearRegressor', { coefficients: 0, targets: 2 }), 'x'), exact(6) as never);
});

const KEEPS_WIDTH = [
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
];

for (const opType of KEEPS_WIDTH) {
  test(`the number of features is looked for behind ${opType}`, (t) => {
    const nodes = [node(opType, ['x'], ['y']), node('LinearRegressor', ['y'], ['z'], { coefficients: floats(5) })];
    t.deepEqual(deriveFeatureCount(read({ nodes }), 'x') as unknown, exact(5));
  });
}

test('the number of features is not looked for behind an operator that changes it', (t) => {
  const nodes = [node('Concat', ['x', 'x'], ['y']), node('LinearRegressor', ['y'], ['z'], { coefficients: floats(5) })];
  t.is(deriveFeatureCount(read({ nodes }), 'x'), undefined);
});

const LABELS: Readonly<Record<string, readonly [AttributeValue, string[]]>> = {
  classlabels_int64s: [ints(3, 4), ['3', '4']],
  classlabels_ints: [ints(3, 4), ['3', '4']],
  classlabels_strings: [{ strings: ['a', 'b'] }, ['a', 'b']],
};

for (const [name, [value, labels]] of Object.entries(LABELS)) {
  test(`class labels are read from ${name}`, (t) => {
    const classifier = node('TreeEnsembleClassifier', ['x'], ['label', 'p'], { [name]: value });
    t.deepEqual(labelsBehind(read({ nodes: [classifier] }), 'label'), labels);
  });
}

for (const opType of ['Cast', 'Identity', 'Reshape', 'Squeeze', 'Flatten']) {
  test(`class labels are found through ${opType}`, (t) => {
    const classifier = node('LinearClassifier', ['x'], ['raw'], { classlabels_int64s: ints(3, 4) });
    t.deepEqual(labelsBehind(read({ nodes: [classifier, node(opType, ['raw'], ['label'])] }), 'label'), ['3', '4']);
  });
}

for (const opType of ['ArrayFeatureExtractor', 'Gather']) {
  test(`class labels are those of the table in which ${opType} looks up`, (t) => {
    const graph = read({
      nodes: [node(opType, ['classes', 'index'], ['label'])],
      constants: { classes: { dims: [2], labels: ['a', 'b'] } },
    });
    t.deepEqual(labelsBehind(graph, 'label'), ['a', 'b']);
  });
}

test('class labels behind any other operator are unknown', (t) => {
  const classifier = node('LinearClassifier', ['x'], ['raw'], { classlabels_int64s: ints(3, 4) });
  t.is(labelsBehind(read({ nodes: [classifier, node('Neg', ['raw'], ['label'])] }), 'label'), undefined);
  t.is(labelsBehind(read({ nodes: [node('Identity', ['label'], ['label'])] }), 'label'), undefined, 'in a circle');
});

const OPSETS: readonly (readonly [Readonly<Record<string, number>>, string[]])[] = [
  [{ '': 17 }, ['']],
  [{ 'ai.onnx': 17 }, ['ai.onnx']],
  [{ 'ai.onnx.ml': 3 }, ['ai.onnx.ml', '']],
];

for (const [opsets, expected] of OPSETS) {
  test(`without ZipMap, a graph of ${JSON.stringify(opsets)} imports ${JSON.stringify(expected)}`, (t) => {
    const nodes = [
      node('LinearClassifier', ['x'], ['label', 'p'], { classlabels_int64s: ints(3, 4) }),
      node('ZipMap', ['p'], ['probabilities'], { classlabels_int64s: ints(3, 4) }),
    ];
    const bytes = bytesOf({ nodes, opsets, outputs: ['probabilities'] });
    const rewritten = exposeTensors(bytes, readModel(bytes));
    const model = readModel(rewritten.bytes);
    t.deepEqual(model.opsetDomains, expected);
    t.deepEqual(
      model.nodes.map(({ opType }) => opType),
      ['LinearClassifier', 'Identity'],
    );
    t.deepEqual(rewritten.labels, new Map([['probabilities', ['3', '4']]]));
  });
}

const INT32 = 6;
const INT64 = 7;
const STRING = 8;

/** Serialises a graph with one constant tensor `c`. */
function withConstant(elementType: number, field: number, values: readonly Uint8Array[]): OnnxModel {
  const type = Uint8Array.of(TENSOR.dataType * 8, elementType);
  const name = lengthDelimited(TENSOR.name, [Buffer.from('c')]);
  const data = values.flatMap((value) => lengthDelimited(field, [value]));
  const graph = lengthDelimited(GRAPH.initializer, [type, ...name, ...data]);
  return readModel(Buffer.concat(lengthDelimited(MODEL.graph, graph)));
}

const bytes = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength).slice();

const CONSTANTS: readonly (readonly [string, OnnxModel, string[] | undefined])[] = [
  ['raw int64', withConstant(INT64, TENSOR.rawData, [bytes(BigInt64Array.of(-3n, 2n ** 62n))]), ['-3', `${2n ** 62n}`]],
  ['listed int64', withConstant(INT64, TENSOR.int64Data, [Uint8Array.of(3, 4)]), ['3', '4']],
  ['raw int32', withConstant(INT32, TENSOR.rawData, [bytes(Int32Array.of(-3, 4))]), ['-3', '4']],
  ['listed int32', withConstant(INT32, TENSOR.int32Data, [Uint8Array.of(3, 4)]), ['3', '4']],
  ['string', withConstant(STRING, TENSOR.stringData, [Buffer.from('a'), Buffer.from('b')]), ['a', 'b']],
  ['float', withConstant(FLOAT, TENSOR.rawData, [bytes(Float32Array.of(1))]), undefined],
];

for (const [title, model, labels] of CONSTANTS) {
  test(`the labels of a ${title} tensor: ${labels?.join(', ') ?? 'none'}`, (t) => {
    t.deepEqual(model.initializers.get('c')?.labels(), labels);
  });
}

for (const length of [1, 127, 128, 300]) {
  test(`an attribute's name of ${length} characters is read`, (t) => {
    const name = 'n'.repeat(length);
    t.deepEqual(
      [...(read({ nodes: [node('X', [], [], { [name]: ints(1) })] }).nodes[0]?.attributes.keys() ?? [])],
      [name],
    );
  });
}
