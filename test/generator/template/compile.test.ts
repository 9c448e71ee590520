// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are HCL

import test from 'ava';
import { parse } from 'yaml';
import { compileTemplate } from '../../../generator/template/compile.js';
import { specificationOf } from '../../../generator/template/handlebars.js';
import { hclLanguage, hclLiteral, hclString } from '../../../generator/template/hcl.js';
import { TemplateError } from '../../../generator/template/template-error.js';
import { yamlLanguage, yamlScalar } from '../../../generator/template/yaml.js';

const path = 'argocd/a.yaml.hbs';
const render = (source: string, view: object) =>
  compileTemplate({ path, text: source, language: yamlLanguage }, specificationOf).render(view).text;

const mistakes: readonly (readonly [title: string, source: string, place: object, message: RegExp])[] = [
  ['a missing value', 'a: 1\nb: {{missing}}\n', { line: 2, column: 4 }, /^"missing" is not defined\.$/],
  ['a missing value below one that is there', 'a: {{there.missing}}\n', { line: 1, column: 4 }, /missing/],
  [
    'a missing value in the midst of a path',
    'a: {{deep.missing.more}}\n',
    { line: 1, column: 4 },
    /^"deep\.missing\.more"/,
  ],
  ['a missing operand', 'a: 1\nb: {{concat "x" missing}}\n', { line: 2, column: 4 }, /^Argument 2 of concat /],
  ['a missing condition', '{{#if missing}}\na: 1\n{{/if}}\n', { line: 1 }, /missing/],
  ['a missing list', 'a: 1\n{{#each missing}}\n- a\n{{/each}}\n', { line: 2 }, /missing/],
  ['a helper without arguments', 'a: {{concat}}\n', { line: 1, column: 4 }, /«concat» is a helper/],
  ['an unknown helper', 'a: {{shout there}}\n', { line: 1, column: 4 }, /no helper «shout»/],
  ['an unescaped expression', 'a: {{{there}}}\n', { line: 1, column: 4 }, /no unescaped form/],
  ['an unescaped expression by ampersand', 'a: {{&there}}\n', { line: 1, column: 4 }, /no unescaped form/],
  [
    'a helper as a block, which would print its result as it is',
    'a: {{#concat "x" there}}{{/concat}}\n',
    { line: 1, column: 4 },
    /no block «concat»/,
  ],
  ['a value as a block', 'a: {{#there}}b{{/there}}\n', { line: 1, column: 4 }, /no block «there»/],
  ['a partial', 'a: 1\n{{> other}}\n', { line: 2, column: 1 }, /Partials/],
  ['a block that isn’t closed', '{{#if there}}\na: 1\n', { line: 3 }, /./],
  ['a syntax error', 'a: 1\nb: {{there\n', { line: 2 }, /^Expecting .* got 'EOF'\.$/],
  ['a block closed by another', 'a: 1\n{{#if there}}\n{{/each}}\n', { line: 2, column: 4 }, /if doesn't match each/],
  ['a value inside a word', 'a: x{{there}}\n', {}, /inside a larger word/],
  ['a value before a word', 'a: {{there}}x\n', {}, /inside a larger word/],
  ['a value next to another', 'a: {{there}}{{there}}\n', {}, /inside a larger word/],
  ['NUL', 'a: \0\n', {}, /NUL/],
];

for (const [title, source, place, message] of mistakes) {
  test(`${title} is a mistake of the template, at its file, line and column`, (t) => {
    const error = t.throws(() => render(source, { there: 'x', deep: {} }), { instanceOf: TemplateError });
    t.like(error, { file: path, ...place });
    t.regex(error?.message ?? '', message);
  });
}

const scalars: readonly (readonly [value: unknown, yaml: string, hcl: string])[] = [
  ['plain', 'plain', '"plain"'],
  ['argocd.io/name', 'argocd.io/name', '"argocd.io/name"'],
  ['yes', '"yes"', '"yes"'],
  ['0777', '"0777"', '"0777"'],
  ['1_000', '"1_000"', '"1_000"'],
  ['a: b', '"a: b"', '"a: b"'],
  ['', '""', '""'],
  ['"\\\n', '"\\"\\\\\\n"', '"\\"\\\\\\n"'],
  ['${a}', '"${a}"', '"$${a}"'],
  ['%{a}', '"%{a}"', '"%%{a}"'],
  ['$${a}', '"$${a}"', '"\\u0024\\u0024{a}"'],
  ['\u2028\u0085\u007f', '"\\u2028\\u0085\\u007f"', '"\\u2028\\u0085\\u007f"'],
  ['\b\f', '"\\b\\f"', '"\\u0008\\u000c"'],
  [true, 'true', 'true'],
  [1.5, '1.5', '1.5'],
  [null, 'null', 'null'],
];

for (const [value, yaml, hcl] of scalars) {
  test(`${JSON.stringify(value)} is ${yaml} in YAML and ${hcl} in HCL`, (t) => {
    t.is(yamlScalar(value), yaml);
    t.is(hclLiteral(value), hcl);
  });
}

test('a map in HCL that starts with a word of the language quotes it', (t) => {
  t.is(hclLiteral({ for: 1, a: 2 }), '{\n  "for" = 1\n  a     = 2\n}');
});

test('a template that is filled again and again gives what each view says', (t) => {
  const text = '{{#if list}}\nlist: {{list}}\n{{/if}}\nname: {{name}}\nmap: { a: {{name}}, b: [1] }\n';
  const template = compileTemplate({ path, text, language: yamlLanguage }, specificationOf);
  const views = [
    { name: 'one', list: [{ a: 1 }] },
    { name: 'one', list: [{ a: 1 }, { b: '2' }] },
    { name: 'two', list: null },
    { name: 'one', list: [{ a: 1 }] },
    { name: 'one', list: null },
  ];
  for (const { name, list } of [...views, ...views]) {
    const expected = { ...(list && { list }), name, map: { a: name, b: [1] } };
    const { text: rendered, objects } = template.render({ name, list });
    t.deepEqual(objects(), [expected]);
    t.deepEqual(parse(rendered), expected);
  }
});

test('a value in a comment stays on its line', (t) => {
  t.is(render('# {{v}}\na: 1\n', { v: 'x\nb: 2' }), '# "x\\nb: 2"\na: 1\n');
  t.is(
    compileTemplate({ path: 'a.tf.hbs', text: '# {{v}}\n', language: hclLanguage }, specificationOf).render({
      v: { a: 'x\ny' },
    }).text,
    `# ${hclString('{"a":"x\\ny"}')}\n`,
  );
});

test('collections are written in block style where the line has room for them, else in flow style', (t) => {
  const v = { a: [1, { b: 'c' }], d: {} };
  t.is(render('x:\n  y: {{v}}\n', { v }), 'x:\n  y:\n    a:\n      - 1\n      - b: c\n    d: {}\n');
  t.is(render('x: { y: {{v}} }\n', { v }), 'x: { y: { a: [1, { b: c }], d: {} } }\n');
  t.is(render('- {{v}}\n', { v }), '- a:\n    - 1\n    - b: c\n  d: {}\n');
});
