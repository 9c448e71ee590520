import fc from 'fast-check';
import type { Element, Graph, GraphNode } from './graphs.js';

/** What an output of a generated model holds. Rows stay apart in all but the last. */
const CONTENTS = [
  'table',
  'columns first',
  'planes',
  'softmax',
  'label',
  'label in a column',
  'text label',
  'labels',
  'half',
  'double',
  'first column',
  'centred by the batch',
  'summed over the places',
  'turned round',
  'constant',
] as const;
export type Content = (typeof CONTENTS)[number];

export interface Plan {
  readonly input: Element;
  readonly axes: readonly number[];
  /** The first size of the input: a number where the graph takes so many rows only. */
  readonly batch: number | 'n';
  readonly classes: number;
  readonly outputs: readonly Content[];
  readonly hasParameter: boolean;
  readonly seed: number;
}

/** Sizes include those of the trial batches, because a size alone must not be taken for the rows. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  input: fc.constantFrom('float', 'double', 'float16', 'int64', 'int32'),
  axes: fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 6 })),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  ),
  batch: fc.constantFrom<Plan['batch']>('n', 'n', 'n', 'n', 1, 2, 3, 16),
  classes: fc.constantFrom(1, 2, 3, 13, 16, 21, 24),
  outputs: fc.uniqueArray(fc.constantFrom(...CONTENTS), { minLength: 1, maxLength: 3 }),
  hasParameter: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1000 }),
});

const node = (
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: GraphNode['attributes'] = {},
): GraphNode => ({ opType, inputs, outputs: [output], attributes });
const ints = (name: string, values: readonly number[]): GraphNode =>
  node('Constant', [], name, { value_ints: { ints: values } });

const FLOAT = 1;
const INT64 = 7;
const HALF = 10;
const DOUBLE = 11;

/** Builds the graph of a plan: a matrix product of the row's cells, and outputs made of it in several shapes. */
export function graphOf({ input, axes, batch, classes, outputs, hasParameter, seed }: Plan): Graph {
  const width = axes.reduce((product, size) => product * size, 1);
  const weights = Array.from({ length: width * classes }, (_, index) => Math.sin(seed + index * 1.7));
  const nodes = [
    node('Cast', ['x'], 'cast', { to: { int: FLOAT } }),
    ints('flat', [-1, width]),
    node('Reshape', ['cast', 'flat'], 'row'),
    node('Constant', [], 'weights', { value_floats: { floats: weights } }),
    ints('matrix', [width, classes]),
    node('Reshape', ['weights', 'matrix'], 'w'),
    node('MatMul', ['row', 'w'], hasParameter ? 'product' : 't'),
    ...(hasParameter ? [node('Mul', ['product', 'factor'], 't')] : []),
  ];
  const made = outputs.map((content, index) => MAKERS[content](`y${index}`, classes));
  return {
    nodes: [...nodes, ...made.flatMap((output) => output.nodes)],
    inputs: { x: [batch, ...axes], ...(hasParameter ? { factor: [] } : {}) },
    outputs: made.map((_, index) => `y${index}`),
    types: { x: input, ...Object.fromEntries(made.map(({ type }, index) => [`y${index}`, type])) },
  };
}

interface Made {
  readonly nodes: readonly GraphNode[];
  readonly type: Element;
}

const labelNodes = (y: string, keepdims: number): GraphNode =>
  node('ArgMax', ['t'], y, { axis: { int: 1 }, keepdims: { int: keepdims } });

const MAKERS: Readonly<Record<Content, (y: string, classes: number) => Made>> = {
  table: (y) => ({ nodes: [node('Identity', ['t'], y)], type: 'float' }),
  'columns first': (y) => ({ nodes: [node('Transpose', ['t'], y, { perm: { ints: [1, 0] } })], type: 'float' }),
  planes: (y) => ({
    nodes: [
      ints(`${y}axis`, [2]),
      node('Unsqueeze', ['t', `${y}axis`], `${y}a`),
      node('Neg', [`${y}a`], `${y}b`),
      node('Concat', [`${y}a`, `${y}b`], `${y}c`, { axis: { int: 2 } }),
      node('Transpose', [`${y}c`], y, { perm: { ints: [1, 0, 2] } }),
    ],
    type: 'float',
  }),
  softmax: (y) => ({ nodes: [node('Softmax', ['t'], y, { axis: { int: 1 } })], type: 'float' }),
  label: (y) => ({ nodes: [labelNodes(y, 0)], type: 'int64' }),
  'label in a column': (y) => ({ nodes: [labelNodes(y, 1)], type: 'int64' }),
  'text label': (y, classes) => ({
    nodes: [
      node('Constant', [], `${y}words`, {
        value_strings: { strings: Array.from({ length: classes }, (_, index) => `class "${index}"`) },
      }),
      labelNodes(`${y}index`, 0),
      node('Gather', [`${y}words`, `${y}index`], y),
    ],
    type: 'string',
  }),
  labels: (y) => ({
    nodes: [
      node('Constant', [], `${y}zero`, { value_float: { float: 0 } }),
      node('Greater', ['t', `${y}zero`], `${y}bits`),
      node('Cast', [`${y}bits`], y, { to: { int: INT64 } }),
    ],
    type: 'int64',
  }),
  half: (y) => ({ nodes: [node('Cast', ['t'], y, { to: { int: HALF } })], type: 'float16' }),
  double: (y) => ({ nodes: [node('Cast', ['t'], y, { to: { int: DOUBLE } })], type: 'double' }),
  'first column': (y) => ({
    nodes: [
      node('Constant', [], `${y}zero`, { value_int: { int: 0 } }),
      node('Gather', ['t', `${y}zero`], y, { axis: { int: 1 } }),
    ],
    type: 'float',
  }),
  'centred by the batch': (y) => ({
    nodes: [
      node('ReduceMean', ['t'], `${y}mean`, { axes: { ints: [0] }, keepdims: { int: 1 } }),
      node('Sub', ['t', `${y}mean`], y),
    ],
    type: 'float',
  }),
  'summed over the places': (y) => ({
    nodes: [node('Constant', [], `${y}zero`, { value_int: { int: 0 } }), node('CumSum', ['t', `${y}zero`], y)],
    type: 'float',
  }),
  'turned round': (y) => ({
    nodes: [
      ints(`${y}from`, [-1]),
      ints(`${y}to`, [-1_000_000]),
      ints(`${y}axis`, [0]),
      ints(`${y}step`, [-1]),
      node('Slice', ['t', `${y}from`, `${y}to`, `${y}axis`, `${y}step`], y),
    ],
    type: 'float',
  }),
  constant: (y) => ({
    nodes: [node('Constant', [], y, { value_floats: { floats: Array.from({ length: 24 }, (_, index) => index) } })],
    type: 'float',
  }),
};
