// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are HCL

import test from 'ava';
import fc from 'fast-check';
import { hclEntries } from '../../../generator/template/hcl.js';
import { readVariables } from '../../../generator/template/hcl-values.js';
import { expectedVariables } from '../render/fields/terraform-variables.js';

const written = (value: object): string => hclEntries(Object.entries(value));

test('what the generator writes is read again', (t) => {
  t.deepEqual<unknown, unknown>(readVariables(`# a comment\n${written(expectedVariables)}`), expectedVariables);
});

for (const text of ['${a}', '$${a}', '$$${a}', '%{if}', '%%{if}', '\\${', '"$${"', '$', '\u0024{']) {
  test(`${JSON.stringify(text)} is read as it was`, (t) => {
    t.deepEqual(readVariables(written({ text, [text]: [text] })), { text, [text]: [text] });
  });
}

test('any text, number, list and map is read as it was', (t) => {
  // A dictionary without a prototype isn't what reading gives.
  const value = fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }), { noNullPrototype: true });
  fc.assert(
    fc.property(value, (variables) => {
      t.deepEqual(readVariables(written(variables)), JSON.parse(JSON.stringify(variables)));
    }),
    { numRuns: 500 },
  );
});

for (const text of ['a = ', 'a = [1', 'a { }', 'a = b()', 'a = "${x']) {
  test(`${text} is no literal of variables`, (t) => {
    t.throws(() => readVariables(text), { instanceOf: SyntaxError });
  });
}
