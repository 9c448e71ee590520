import test from 'ava';
import fc from 'fast-check';
import { parseRecord, recordText } from '../../../generator/tree/record.js';

const digest = 'a'.repeat(64);
const claiming = (path: string) => `    ${JSON.stringify(path)}: "${digest}",\n`;

const outside = [
  '../x',
  '../../x',
  '/x',
  'a/../x',
  'a/..',
  './x',
  'a//x',
  'a/',
  '.',
  '..',
  '',
  '..\\x',
  'C:\\x',
  'a\0x',
];

for (const path of outside) {
  test(`«${JSON.stringify(path)}» in a record names no file of an environment`, (t) => {
    t.deepEqual([...parseRecord(claiming(path)).files], []);
  });
}

test('a neighbour of these is one', (t) => {
  for (const path of ['x', 'a/x', '.x', '..x', 'a/..x', 'x.'])
    t.true(parseRecord(claiming(path)).files.has(path), path);
});

test('property: what is written is read back, in the same order whatever the order before', (t) => {
  const part = fc.stringMatching(/^[A-Za-z0-9_.-]{1,10}$/).filter((text) => !/^\.{1,2}$/.test(text));
  const paths = fc.uniqueArray(
    fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(paths, (all) => {
      const files = new Map(
        all.filter((path) => !/\.tfstate|\.terraform\.lock/.test(path)).map((path) => [path, digest]),
      );
      const identities = new Set(['Application argocd/a', 'Namespace b']);
      const text = recordText('environments/prod.yaml', { files, identities });
      t.deepEqual(new Map([...parseRecord(text).files].sort()), new Map([...files].sort()));
      t.deepEqual(parseRecord(text).identities, identities);
      t.is(recordText('environments/prod.yaml', { files: new Map([...files].reverse()), identities }), text);
      t.notThrows(() => JSON.parse(text));
    }),
  );
});
