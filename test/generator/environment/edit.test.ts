import test from 'ava';
import fc from 'fast-check';
import { parse } from 'yaml';
import { editedText, typedValue } from '../../../generator/environment/edit.js';
import { pathText } from '../../../generator/environment/problem.js';
import { parsePath, valueAtPath } from '../../../generator/environment/value-path.js';
import { shippedFiles } from '../../helpers/repository.js';

type Path = readonly (string | number)[];

const paths: readonly (readonly [text: string, path: Path | undefined])[] = [
  ['name', ['name']],
  ['workloads.ml-inference.replicas.max', ['workloads', 'ml-inference', 'replicas', 'max']],
  ['cluster.nodeGroups[0].max', ['cluster', 'nodeGroups', 0, 'max']],
  ['aws.tags["a.b/c"]', ['aws', 'tags', 'a.b/c']],
  ['aws.tags["say \\"a\\""].b', ['aws', 'tags', 'say "a"', 'b']],
  ...['', '.', 'a.', '.a', 'a..b', 'a b', 'a[', 'a[x]', 'a["b]', 'a[0]b'].map((text) => [text, undefined] as const),
];

for (const [text, path] of paths) {
  test(`«${text}» ${path ? 'is a path' : 'is no path'}`, (t) => {
    t.deepEqual(parsePath(text), path);
    if (path) t.is(pathText(path), text);
  });
}

/** Every scalar of a document, with its path. */
function scalarsOf(value: unknown, path: Path = []): [Path, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  return [...entries].flatMap(([key, inner]) => scalarsOf(inner, [...path, key]));
}

for (const [name, text] of Object.entries(shippedFiles)) {
  test(`of ${name} only the value that is set changes`, (t) => {
    const scalars = scalarsOf(parse(text));
    t.true(scalars.length > 10);
    for (const [path, value] of scalars) {
      t.deepEqual(parse(editedText(text, [{ path, value }])), parse(text), pathText(path));
      const before = text.split('\n');
      const after = editedText(text, [{ path, value: 'another, value' }]).split('\n');
      t.is(after.length, before.length);
      t.true(after.filter((line, index) => line !== before[index]).length <= 1, pathText(path));
    }
  });
}

test('any value is read back as it was written, in a block and in braces', (t) => {
  const text = 'a: 1 # one\nb: { c: 2, d: "two" }\ne:\n  - f\n';
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true }),
  );
  const path = fc.constantFrom<Path>(['a'], ['b', 'c'], ['b', 'd'], ['b', 'new'], ['e', 0], ['e', 1], ['x', 'y']);
  fc.assert(
    fc.property(path, value, (at, wanted) => {
      // YAML can't hold half a surrogate pair, and knows no negative zero.
      fc.pre(typeof wanted !== 'string' || wanted.isWellFormed());
      fc.pre(!Object.is(wanted, -0));
      const after = editedText(text, [{ path: at, value: wanted }]);
      t.deepEqual(valueAtPath(parse(after), at), wanted, after);
      if (String(at) !== 'a') t.regex(after, /^a: 1 # one$/m);
    }),
  );
});

test('a text of the schema is a text, whatever it looks like', (t) => {
  t.is(typedValue(['cluster', 'version'], '1.36'), '1.36');
  t.is(typedValue(['aws', 'accountId'], '012345678901'), '012345678901');
  t.is(typedValue(['workloads', 'ml-inference', 'replicas', 'max'], '6'), 6);
  t.is(typedValue(['gitops', 'cascadeDelete'], 'true'), true);
  t.is(typedValue(['workloads', 'fraud', 'image', 'digest'], 'null'), null);
  t.deepEqual(typedValue(['cluster', 'publicAccessCidrs'], '[10.0.0.0/8]'), ['10.0.0.0/8']);
});

test('a key is taken out of the file, and everything else stays as it is written', (t) => {
  const text = "a: 1 # one\nb: { c: [x,  y], d: 'e' } # two\nf:\n  g: 2\n";
  t.is(editedText(text, [{ path: ['b', 'd'], value: undefined }]), 'a: 1 # one\nb: { c: [x,  y] } # two\nf:\n  g: 2\n');
  t.is(editedText(text, [{ path: ['a'], value: undefined }]), "b: { c: [x,  y], d: 'e' } # two\nf:\n  g: 2\n");
  t.is(editedText(text, [{ path: ['nothing'], value: undefined }]), text);
});
