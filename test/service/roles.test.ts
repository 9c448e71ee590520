import { assignRoles } from '@inference-gitops/service/model/roles.js';
import type { ModelOutput } from '@inference-gitops/service/model/types.js';
import type { OnnxModel } from '@inference-gitops/service/onnx/read.js';
import test from 'ava';

const output = (name: string, type: string, width: number): ModelOutput =>
  ({ name, type: { name: type }, axes: [width], width }) as unknown as ModelOutput;
const graph = { nodes: [], initializers: new Map() } as unknown as OnnxModel;

const NOTHING = { prediction: undefined, probabilities: undefined, labels: undefined };
const table = output('p', 'float32', 3);

const ROLES: readonly (readonly [string, readonly ModelOutput[], object])[] = [
  ['a label and a table', [output('l', 'int64', 1), table], { prediction: 0, probabilities: 1 }],
  ['a table and a label', [table, output('l', 'string', 1)], { prediction: 1, probabilities: 0 }],
  ['a label of 32 bits', [output('l', 'int32', 1), table], { prediction: 0, probabilities: 1 }],
  ['a label that is true or false', [output('l', 'bool', 1), table], { prediction: 0, probabilities: 1 }],
  ['a label and a table of doubles', [output('l', 'int64', 1), output('p', 'float64', 2)], { probabilities: 1 }],
  ['several labels a row', [output('l', 'int64', 2), table], { prediction: 0, probabilities: undefined }],
  ['two tables', [output('l', 'int64', 1), table, table], { prediction: 0, probabilities: undefined }],
  ['a score of one column', [output('l', 'int64', 1), output('s', 'float32', 1)], { probabilities: undefined }],
  ['a lone number', [output('y', 'float32', 1)], { ...NOTHING, prediction: 0 }],
  ['a lone table', [table], { ...NOTHING, prediction: 0 }],
  ['two numbers', [output('y', 'float32', 1), output('z', 'float32', 1)], NOTHING],
];

for (const [title, outputs, expected] of ROLES) {
  test(`the roles of ${title}`, (t) => t.like(assignRoles(outputs, graph, new Map()), expected));
}

test('labels belong to a table that has a column for each', (t) => {
  const outputs = [output('l', 'int64', 1), table];
  const labelsFor = (...labels: string[]) => assignRoles(outputs, graph, new Map([['p', labels]])).labels;
  t.deepEqual(labelsFor('a', 'b', 'c'), ['a', 'b', 'c']);
  t.is(labelsFor('a', 'b'), undefined);
});
