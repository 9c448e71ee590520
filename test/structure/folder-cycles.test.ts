import { fileURLToPath } from 'node:url';
import test from 'ava';
import { describeCycle, findCycle, readFolderImports, specifiersOf } from './folders.js';

const REPOSITORY = new URL('../../../', import.meta.url);

/** Where folders may import each other in one direction only. */
const ROOTS = ['service/src', 'generator'];

for (const root of ROOTS) {
  test(`no folders of ${root} import each other in a circle`, (t) => {
    const imports = readFolderImports(fileURLToPath(new URL(root, REPOSITORY)));
    t.true(imports.size > 3, `${root} has imports between its folders`);
    const cycle = findCycle(imports);
    t.is(cycle && describeCycle(cycle, imports), undefined);
  });
}

const arrows = (...pairs: readonly (readonly [string, string])[]) =>
  new Map(
    pairs.map(([from]) => [
      from,
      new Map(pairs.filter(([other]) => other === from).map(([, to]) => [to, `${from}/a.ts: ../${to}/b.js`])),
    ]),
  );

const GRAPHS: readonly (readonly [string, ReturnType<typeof arrows>, string[] | undefined])[] = [
  ['a line', arrows(['a', 'b'], ['b', 'c']), undefined],
  ['two ways to one folder', arrows(['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']), undefined],
  ['two that import each other', arrows(['a', 'b'], ['b', 'a']), ['a', 'b', 'a']],
  ['a circle that the first folder only leads to', arrows(['a', 'b'], ['b', 'c'], ['c', 'b']), ['b', 'c', 'b']],
  ['a circle behind a dead end', arrows(['a', 'x'], ['a', 'b'], ['b', 'c'], ['c', 'a']), ['a', 'b', 'c', 'a']],
];

for (const [title, imports, cycle] of GRAPHS) {
  test(`${title}: ${cycle?.join(' → ') ?? 'no cycle'}`, (t) => t.deepEqual(findCycle(imports), cycle));
}

test('a cycle is told with the import of each arrow', (t) => {
  const imports = arrows(['a', 'b'], ['b', 'a']);
  t.is(describeCycle(['a', 'b', 'a'], imports), 'a → b (a/a.ts: ../b/b.js)\nb → a (b/a.ts: ../a/b.js)');
});

test('imports are found in every form: types, several lines, re-exports, dynamic ones and for their effects', (t) => {
  const source = `
import type { A } from '../a.js';
import {
  B,
  type C,
} from '../b.js';
import './effect.js';
import fs from 'node:fs';
export { D } from '../d.js';
export * from "../e.js";
const lazy = await import('../f.js');
export const text = 'from ../not-an-import.js';
`;
  t.deepEqual(specifiersOf(source), ['../a.js', '../b.js', './effect.js', '../d.js', '../e.js', '../f.js']);
});
