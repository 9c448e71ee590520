import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import which from 'which';
import { parse } from 'yaml';
import { compileTemplate } from '../../../generator/template/compile.js';
import { specificationOf } from '../../../generator/template/handlebars.js';
import { hclEntries, hclLanguage } from '../../../generator/template/hcl.js';
import { yamlBlock, yamlLanguage } from '../../../generator/template/yaml.js';
import { anyKey, anyText, anyValue, hostileStrings } from '../../helpers/hostile.js';
import { formattingOf, readByHelm, readByTerraform } from '../../helpers/readers.js';

const terraform = await which('terraform', { nothrow: true });

/** Many values, to be read in one run of a program that takes long to start. */
const sample = [...hostileStrings, ...fc.sample(anyValue, 300)];
const keys = Object.fromEntries(
  [...new Set([...hostileStrings.map((text) => text.slice(0, 200)), ...fc.sample(anyKey, 200)])].map((key, index) => [
    key,
    index,
  ]),
);

const inYaml = `list:
{{#each sample}}
  - {{this}}
  - key: {{this}}
    flow: { a: {{this}}, b: [{{this}}] }
    # comment: {{this}}
{{/each}}
keys: {{keys}}
`;

const inYamlTemplate = compileTemplate({ path: 't.yaml.hbs', text: inYaml, language: yamlLanguage }, specificationOf);

const expectedInYaml = {
  list: sample.flatMap((value) => [value, { key: value, flow: { a: value, b: [value] } }]),
  keys,
};

test('YAML 1.1 and 1.2 read back exactly the value, wherever in a template it stands', (t) => {
  const { text, objects } = inYamlTemplate.render({ sample, keys });
  for (const version of ['1.1', '1.2'] as const) t.deepEqual(parse(text, { version }), expectedInYaml);
  t.deepEqual(objects(), [expectedInYaml]);
});

test('Helm reads back exactly the value, wherever in a template it stands', async (t) => {
  const { text } = inYamlTemplate.render({ sample, keys });
  t.deepEqual(await readByHelm(t, text), expectedInYaml);
});

test('Helm reads back exactly the values of a whole block', async (t) => {
  t.deepEqual(await readByHelm(t, yamlBlock({ sample, keys })), { sample, keys });
});

test('property: a block of any value is that value in YAML 1.1 and 1.2', (t) => {
  fc.assert(
    fc.property(anyValue, (value) => {
      for (const version of ['1.1', '1.2'] as const) t.deepEqual(parse(yamlBlock({ value }), { version }), { value });
    }),
    { numRuns: 300 },
  );
});

test('property: objects() is what parsing the text gives, in every place and next to other text', (t) => {
  const source = `a: {{v}}
{{#if flag}}
b: { x: {{v}}, {{k}}: 1 }
{{/if}}
{{#each list}}
{{this}}: [{{this}}]
{{/each}}
c:
  - {{v}}
  - - {{v}}
---
"d": {{concat k "-tail"}} # {{v}}
`;
  const template = compileTemplate({ path: 't.yaml.hbs', text: source, language: yamlLanguage }, specificationOf);
  const list = fc.uniqueArray(
    anyKey.filter((key) => !['a', 'b', 'c'].includes(key)),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(
      anyValue,
      anyKey.filter((key) => key !== 'x'),
      fc.boolean(),
      list,
      (v, k, flag, keysOfList) => {
        const { text, objects } = template.render({ v, k, flag, list: keysOfList });
        const [first = '', second = ''] = text.split('\n---\n');
        t.deepEqual(objects(), [parse(first, { version: '1.1' }), parse(second, { version: '1.1' })]);
      },
    ),
    { numRuns: 200 },
  );
});

function skippedWithoutTerraform(t: ExecutionContext): boolean {
  if (terraform !== null) return false;
  t.log('NOT RUN: terraform is not on PATH.');
  t.pass();
  return true;
}

test('Terraform reads back exactly the value from a variables file', async (t) => {
  if (skippedWithoutTerraform(t)) return;
  const { sample: read, keys: readKeys } = await readByTerraform(t, {
    tfvars: hclEntries(Object.entries({ sample, keys })),
  });
  t.deepEqual(read, sample);
  t.deepEqual(readKeys, keys);
});

test('Terraform reads back exactly the value from a template, wherever it stands', async (t) => {
  if (skippedWithoutTerraform(t)) return;
  const texts = [...hostileStrings, ...fc.sample(anyText, 200)];
  const source = `output "list" {
  value = [
{{#each texts}}
    {{this}},
    [{{this}}], # {{this}}
{{/each}}
  ]
}
`;
  const { text } = compileTemplate({ path: 't.tf.hbs', text: source, language: hclLanguage }, specificationOf).render({
    texts,
  });
  const { list } = await readByTerraform(t, { tf: text });
  t.deepEqual(
    list,
    texts.flatMap((value) => [value, [value]]),
  );
});

test('a variables file is formatted as Terraform formats it, whatever its keys', async (t) => {
  if (skippedWithoutTerraform(t)) return;
  const keys = ['a', 'é', '😀', '日本語', '👩‍👩‍👧', 'e\u0301', 'for', 'with space', '"', 'long-key-with-dashes'];
  const values = [1, 'x', [], [1, 'a'], {}, { a: 1 }, [{ a: 1 }, 2], null, true];
  const entries = fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), fc.constantFrom<unknown>(...values)), {
    selector: ([key]) => key,
  });
  const samples = fc.sample(entries, 60).map((sample, index) => [`v${index}`, Object.fromEntries(sample)] as const);
  t.is(await formattingOf(t, hclEntries(samples)), '');
});
