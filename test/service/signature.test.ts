import { StartError } from '@inference-gitops/service/errors.js';
import { readSignature, type SignatureSources } from '@inference-gitops/service/model/signature.js';
import type { OnnxModel } from '@inference-gitops/service/onnx/read.js';
import test from 'ava';

type Metadata = SignatureSources['metadata'][number];

/** A graph that tells nothing. */
const graph = { nodes: [], initializers: new Map() } as unknown as OnnxModel;
const input = (name: string, shape: readonly (number | string)[], type = 'float32'): Metadata =>
  ({ name, isTensor: true, type, shape }) as unknown as Metadata;
const read = (metadata: readonly Metadata[], featureCount?: number) => readSignature({ metadata, graph, featureCount });

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
  t.is(read([input('a', [2, 3]), input('b', ['n', 1]), input('c', [2, 1])]).fixedBatch, 2);
});

test('FEATURE_COUNT says what one input leaves open', (t) => {
  t.is(read([input('a', ['n', 'm'])], 7).rowWidth, 7);
  t.is(read([input('a', [])], 7).rowWidth, 7, 'no shape at all');
});

const REFUSED: readonly (readonly [string, readonly Metadata[], number | undefined, RegExp])[] = [
  ['no inputs', [], undefined, /the model has no inputs/],
  ['a row of more cells', [input('a', ['n', 100_001])], undefined, /a row of the model has 100001 cells/],
  ['inputs that have more together', [input('a', ['n', 100_000]), input('b', ['n', 1])], undefined, /has 100001 cells/],
  ['a row without cells', [input('a', ['n', 0])], undefined, /a row of the model has 0 cells/],
  ['two fixed batch sizes', [input('a', [2, 3]), input('b', [3, 3])], undefined, /different fixed batch sizes: 2, 3/],
  ['three axes of which one is open', [input('a', ['n', 2, 'm'])], 7, /shape \[n, 2, m\]: only its first axis/],
  ['an open width', [input('a', ['n', 'm'])], undefined, /input 'a' doesn't declare.*set FEATURE_COUNT/],
  ['two inputs of which one is open', [input('a', ['n', 'm']), input('b', ['n', 1])], 7, /input 'a' doesn't declare/],
  ['another type', [input('a', ['n', 3], 'float16')], undefined, /elements of type float16/],
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
