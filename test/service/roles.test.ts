import { assignRoles } from '@inference-gitops/service/model/roles.js';
import type { ModelOutput } from '@inference-gitops/service/model/types.js';
import type { OnnxModel } from '@inference-gitops/service/onnx/read.js';
import test from 'ava';

const output = (name: string, type: string, width: number): ModelOutput =>
  ({ name, type: { name: type }, axes: [width], width, rowAxis: 0 }) as unknown as ModelOutput;
const graph = { nodes: [], initializers: new Map() } as unknown as OnnxModel;

/** Answers of two trial rows: labels, and shares that add up to 1. */
const answersOf = (outputs: readonly ModelOutput[]) =>
  outputs.map(({ width }) => ({ data: width === 1 ? [0, 1] : new Array<number>(2 * width).fill(1 / width) }));
const rolesOf = (outputs: readonly ModelOutput[], zipMapLabels: ReadonlyMap<string, readonly string[]> = new Map()) =>
  assignRoles({ outputs, graph, zipMapLabels, answers: answersOf(outputs), rows: 2 });

const NOTHING = { prediction: undefined, probabilities: undefined, scores: undefined, labels: undefined };
const table = output('p', 'float32', 3);

const ROLES: readonly (readonly [string, readonly ModelOutput[], object])[] = [
  ['a label and a table', [output('l', 'int64', 1), table], { prediction: 0, probabilities: 1 }],
  ['a table and a label', [table, output('l', 'string', 1)], { prediction: 1, probabilities: 0 }],
  ['a label of 32 bits', [output('l', 'int32', 1), table], { prediction: 0, probabilities: 1 }],
  ['a label that is true or false', [output('l', 'bool', 1), table], { prediction: 0, probabilities: 1 }],
  ['a label and a table of doubles', [output('l', 'int64', 1), output('p', 'float64', 2)], { probabilities: 1 }],
  ['a label and a table of 16 bits', [output('l', 'int64', 1), output('p', 'float16', 2)], { probabilities: 1 }],
  ['several labels a row', [output('l', 'int64', 2), table], { prediction: 0, probabilities: undefined }],
  ['two tables', [output('l', 'int64', 1), table, table], { prediction: 0, probabilities: undefined }],
  ['a score of one column', [output('l', 'int64', 1), output('s', 'float32', 1)], { probabilities: undefined }],
  ['a lone number', [output('y', 'float32', 1)], { ...NOTHING, prediction: 0 }],
  ['a lone table', [table], { ...NOTHING, prediction: 0 }],
  ['two numbers', [output('y', 'float32', 1), output('z', 'float32', 1)], NOTHING],
];

for (const [title, outputs, expected] of ROLES) {
  test(`the roles of ${title}`, (t) => t.like(rolesOf(outputs), expected));
}

test('labels belong to a table that has a column for each', (t) => {
  const outputs = [output('l', 'int64', 1), table];
  const labelsFor = (...labels: string[]) => rolesOf(outputs, new Map([['p', labels]])).labels;
  t.deepEqual(labelsFor('a', 'b', 'c'), ['a', 'b', 'c']);
  t.is(labelsFor('a', 'b'), undefined);
});

type Contents = 'probabilities' | 'scores' | 'distances';
const TABLES: readonly (readonly [string, readonly number[], readonly string[], Contents])[] = [
  ['shares of 1', [0.25, 0.75, 1, 0], ['1', '0'], 'probabilities'],
  ['shares that rounding has changed', [0.2499, 0.75, 1.0001, 0], ['1', '0'], 'probabilities'],
  ['sums of 1 with a negative value', [-0.5, 1.5, 1, 0], ['1', '0'], 'scores'],
  ['sums of 1 in the first row only', [0.25, 0.75, 1, 1], ['1', '0'], 'scores'],
  ['values of which the greatest tells the class', [2, 3, 5, 4], ['1', '0'], 'scores'],
  ['values of which the least tells the class', [2, 3, 5, 4], ['0', '1'], 'distances'],
  ['negative values of which the least tells the class', [-2, 3, -5, 4], ['0', '0'], 'scores'],
  ['no finite value', [Number.NaN, 0, 1, Number.POSITIVE_INFINITY], ['1', '0'], 'scores'],
  ['shares of 1 in finite rows', [Number.NaN, 0, 0.5, 0.5], ['1', '0'], 'probabilities'],
];

for (const [title, data, labels, expected] of TABLES) {
  test(`a table of ${title} holds ${expected}`, (t) => {
    const outputs = [output('l', 'int64', 1), output('t', 'float32', 2)];
    const roles = assignRoles({
      outputs,
      graph,
      zipMapLabels: new Map(),
      answers: [{ data: labels }, { data }],
      rows: 2,
    });
    t.is(roles.probabilities, expected === 'probabilities' ? 1 : undefined);
    t.deepEqual(roles.scores, expected === 'probabilities' ? undefined : { output: 1, kind: expected });
  });
}

test('distances are told by the label of their column', (t) => {
  const outputs = [output('l', 'string', 1), output('t', 'float32', 2)];
  const answers = [{ data: ['a', 'b'] }, { data: [1, 2, 2, 1] }];
  const rolesBy = (labels: string[]) =>
    assignRoles({ outputs, graph, zipMapLabels: new Map([['t', labels]]), answers, rows: 2 });
  t.is(rolesBy(['a', 'b']).scores?.kind, 'distances');
  t.is(rolesBy(['b', 'a']).scores?.kind, 'scores');
});
