import test from 'ava';
import { leafDifferences, pathDifferences } from '../../../generator/foretell/leaves.js';

const paths = (differences: readonly { path: readonly (string | number)[] }[]) =>
  differences.map(({ path }) => path.join('.'));

test('equal values have no difference', (t) => {
  t.deepEqual(leafDifferences({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), []);
});

test('maps are compared by their keys, and what one side lacks is undefined', (t) => {
  t.deepEqual(leafDifferences({ a: 1, b: { c: 2 } }, { b: { c: 3, d: 4 } }), [
    { path: ['a'], from: 1, to: undefined },
    { path: ['b', 'c'], from: 2, to: 3 },
    { path: ['b', 'd'], from: undefined, to: 4 },
  ]);
});

test('entries of a list are the same where their names are: one more at the top is one more', (t) => {
  const [a, b] = [
    { name: 'a', size: 1 },
    { name: 'b', size: 2 },
  ];
  t.deepEqual(leafDifferences([a], [b, a]), [{ path: ['b'], from: undefined, to: b }]);
  t.deepEqual(paths(leafDifferences([a, b], [b, { ...a, size: 3 }])), ['a.size']);
});

test('a list without names, or with one twice, is one value', (t) => {
  t.deepEqual(paths(leafDifferences({ a: ['x'] }, { a: ['x', 'y'] })), ['a']);
  const twice = [{ name: 'a' }, { name: 'a', b: 1 }];
  t.deepEqual(paths(leafDifferences({ l: twice }, { l: [{ name: 'a' }] })), ['l']);
});

test('paths of files name entries by position, while there are as many', (t) => {
  const groups = (...sizes: number[]) => ({ g: sizes.map((size) => ({ name: 'x', size })) });
  t.deepEqual(paths(pathDifferences(groups(1, 2), groups(1, 3))), ['g.1.size']);
  t.deepEqual(paths(pathDifferences(groups(1), groups(1, 3))), ['g']);
});
