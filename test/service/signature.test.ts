import { StartError } from '@inference-gitops/service/errors.js';
import type { AxisSizes } from '@inference-gitops/service/model/axis-sizes.js';
import { readSignature, type SignatureSources } from '@inference-gitops/service/model/signature.js';
import type { OnnxModel } from '@inference-gitops/service/onnx/read.js';
import test from 'ava';

type Metadata = SignatureSources['metadata'][number];

/** A graph that tells nothing. */
const graph = { nodes: [], initializers: new Map(), scalars: new Set(['scalar']) } as unknown as OnnxModel;
const input = (name: string, shape: readonly (number | string)[], type = 'float32'): Metadata =>
  ({ name, isTensor: true, type, shape }) as unknown as Metadata;
const read = (metadata: readonly Metadata[], featureCount?: number, axisSizes: AxisSizes = new Map()) =>
  readSignature({ metadata, graph, featureCount, axisSizes, maxRowCells: 100_000 });

test('the inputs follow each other in a row', (t) => {
  const { inputs, rowWidth, fixedBatch } = read([input('a', ['n', 3]), input('b', ['n', 2, 4]), input('c', ['n'])]);
  t.deepEqual(
    inputs.map(({ name, offset, width, axes }) => [name, offset, width, axes]),
    [
      ['a', 0, 3, [3]],
      ['b', 3, 8, [2, 4]],
      ['c', 11, 1, []],
    ],
  );
  t.is(rowWidth, 12);
  t.is(fixedBatch, undefined);
});

test('a row has up to 100,000 cells', (t) => {
  t.is(read([input('a', ['n', 100_000])]).rowWidth, 100_000);
  t.is(read([input('a', ['n', 99_999]), input('b', ['n', 1])]).rowWidth, 100_000);
});

test('a batch size is fixed when an input fixes it, and all that do must agree', (t) => {
  t.is(read([input('a', [2, 3])]).fixedBatch, 2);
  t.is(read([input('a', [2, 3]), input('scalar', []), input('c', [2, 1])]).fixedBatch, 2);
  t.is(read([input('a', [2, 3]), input('b', ['n', 1])]).fixedBatch, undefined);
});

test('FEATURE_COUNT says what one input leaves open', (t) => {
  t.is(read([input('a', ['n', 'm'])], 7).rowWidth, 7);
  t.is(read([input('a', [])], 7).rowWidth, 7, 'no shape at all');
});

test('AXIS_SIZES says what is left open, by the name or the number of an axis', (t) => {
  const images = input('image', ['n', 3, 'height', 'width']);
  const sizes = new Map([
    ['height', 2],
    ['width', 5],
  ]);
  t.deepEqual(read([images], undefined, sizes).inputs[0]?.axes, [3, 2, 5]);
  t.deepEqual(read([input('a', ['n', 'm']), input('b', ['n', 'm'])], undefined, new Map([['m', 4]])).rowWidth, 8);
  t.deepEqual(
    read(
      [input('a', ['n', '', ''])],
      undefined,
      new Map([
        ['a.1', 4],
        ['a.2', 5],
      ]),
    ).rowWidth,
    20,
  );
});

test('a size of no open axis is refused, with the axes that are open', (t) => {
  t.throws(() => read([input('a', ['n', 'm'])], undefined, new Map([['n', 4]])), {
    instanceOf: StartError,
    message: "AXIS_SIZES: there is no open axis 'n'; the open axes are a.1, m",
  });
  t.throws(() => read([input('a', ['n', 3])], undefined, new Map([['m', 4]])), { message: /the model has none/ });
});

test('a FEATURE_COUNT without effect is told', (t) => {
  const told = (...metadata: Metadata[]) => read(metadata, 7).warnings.join();
  t.regex(told(input('a', ['n', 7])), /FEATURE_COUNT has no effect/);
  t.regex(told(input('a', ['n', 7]), input('b', ['n'])), /FEATURE_COUNT has no effect/);
  t.is(told(input('a', ['n', 'm'])), '');
});

test('an input without an open batch axis beside one that has it is a parameter', (t) => {
  const { inputs } = read([input('x', ['n', 3]), input('scalar', []), input('weights', [4]), input('state', [1, 2])]);
  t.deepEqual(
    inputs.map(({ isParameter, axes, width }) => [isParameter, axes, width]),
    [
      [false, [3], 3],
      [true, [], 1],
      [true, [4], 4],
      [true, [1, 2], 2],
    ],
  );
});

test('a width that is only guessed is told', (t) => {
  const tree = { opType: 'TreeEnsembleClassifier', inputs: ['a'], outputs: ['y'] };
  const attributes = new Map([['nodes_featureids', { greatestInteger: () => 10 }]]);
  const guessing = { ...graph, nodes: [{ ...tree, attributes }] } as unknown as OnnxModel;
  const sources = { graph: guessing, axisSizes: new Map(), maxRowCells: 100 };
  const guessed = readSignature({ ...sources, metadata: [input('a', ['n', 'm'])], featureCount: undefined });
  t.is(guessed.rowWidth, 11);
  t.regex(guessed.warnings.join(), /input 'a' doesn't declare.*11 is a guess.*set FEATURE_COUNT/);
  t.deepEqual(readSignature({ ...sources, metadata: [input('a', ['n', 'm'])], featureCount: 12 }).warnings, []);
});

const REFUSED: readonly (readonly [string, readonly Metadata[], number | undefined, RegExp])[] = [
  ['no inputs', [], undefined, /the model has no inputs/],
  ['a row of more cells', [input('a', ['n', 100_001])], undefined, /a row of the model has 100001 cells/],
  ['inputs that have more together', [input('a', ['n', 100_000]), input('b', ['n', 1])], undefined, /has 100001 cells/],
  ['a row without cells', [input('a', ['n', 0])], undefined, /a row of the model has no cells/],
  ['two fixed batch sizes', [input('a', [2, 3]), input('b', [3, 3])], undefined, /different fixed batch sizes: 2, 3/],
  [
    'three axes of which one is open',
    [input('a', ['n', 2, 'm'])],
    7,
    /shape \[n, 2, m\]: all rows need one size; set AXIS_SIZES=m=/,
  ],
  ['only scalars', [input('scalar', [])], undefined, /the model takes no rows/],
  ['an open axis without a name', [input('a', ['n', 2, ''])], undefined, /set AXIS_SIZES=a.2=/],
  ['an open axis of a parameter', [input('a', ['n']), input('b', [2, 'm'])], undefined, /set AXIS_SIZES=m=/],
  [
    'an open width',
    [input('a', ['n', 'm'])],
    undefined,
    /shape \[n, m\]: all rows need one size; set FEATURE_COUNT, or AXIS_SIZES=m=/,
  ],
  [
    'two inputs of which one is open',
    [input('a', ['n', 'm']), input('b', ['n', 1])],
    7,
    /input 'a' has the shape.*set AXIS_SIZES=m=/,
  ],
  ['another type', [input('a', ['n', 3], 'bfloat16')], undefined, /elements of type bfloat16/],
  [
    'a sequence',
    [{ name: 'a', isTensor: false } as unknown as Metadata],
    undefined,
    /input 'a' is not a tensor; only tensors can be served/,
  ],
];

for (const [title, metadata, featureCount, message] of REFUSED) {
  test(`${title} cannot be served`, (t) => {
    t.throws(() => read(metadata, featureCount), { instanceOf: StartError, message });
  });
}
