import { spawnSync } from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import { parse } from 'yaml';
import { compileTemplate } from '../../../generator/template/compile.js';
import { specificationOf } from '../../../generator/template/handlebars.js';
import { markdownLanguage } from '../../../generator/template/markdown.js';
import { anyText, hostileStrings } from '../../helpers/hostile.js';
import { blocksOf, nodesOf, parsePage, plainText } from '../../runbook/markdown.js';

const render = (source: string, view: object): string =>
  compileTemplate({ path: 'a.md.hbs', text: source, language: markdownLanguage(source) }, specificationOf).render(view)
    .text;

/** Texts that have a meaning only in Markdown, on GitHub or in shells. */
const more = [
  '```',
  '~~~\n```sh\nrm -rf /\n```',
  'a\n\n# heading\n\n- [x] done',
  '[a](http://example.com)',
  '![a](b)',
  '<!-- bootstrap: evil -->',
  '<script>',
  '&amp;',
  '&#10;',
  '| a | b |',
  '*a* _b_ ~~c~~ `d`',
  '1. a',
  '1) a',
  '- a',
  '+ a',
  '= a',
  '# a',
  '> a',
  'https://example.com/a_b*c*',
  'https://example.com',
  'www.example.com/a_b',
  'a_b_c@example.com',
  ':smile:',
  '$a$',
  '[^1]',
  '[ ] a',
  'a  \nb',
  "it's",
  "$'a'",
  '~root',
  '=ls',
  '-n',
  '{a,b}',
  '!!',
  '*',
  'a\u202eb',
  '\u001b[31m',
  '1\u00012',
];
// NUL is left out: a word of a shell can't contain it, and YAML documents with it are refused.
const texts = [...hostileStrings, ...more].filter((text) => !text.includes('\0') && text.isWellFormed());
const anyOther = anyText.filter((text) => !text.includes('\0') && text.isWellFormed());

/** Gives the words of each call of `words` in a script, as bash splits them. */
function wordsOf(script: string): string[][] {
  const prelude = 'words() { printf \'%s\\0\' $# "$@"; }\n';
  const { stdout, status, stderr } = spawnSync('bash', ['--norc', '-s'], {
    input: prelude + script,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(stderr);
  const printed = stdout.split('\0').slice(0, -1);
  const commands: string[][] = [];
  for (let at = 0; at < printed.length; at += 1 + Number(printed[at])) {
    commands.push(printed.slice(at + 1, at + 1 + Number(printed[at])));
  }
  return commands;
}

const shellTemplate =
  '```sh\n{{#each texts}}words {{this}} a{{this}}b "$(echo c)"{{this}}\n{{/each}}\n```\n\nafter {{marker}}\n';

function assertWords(given: readonly string[]): string[][] {
  const page = parsePage(render(shellTemplate, { texts: given, marker: 'the block' }));
  const [block, ...others] = blocksOf(page, 'sh');
  if (others.length > 0 || plainText(page.children.at(-1) as never) !== 'after the block')
    throw new Error('the block was closed');
  return wordsOf(block?.value ?? '');
}

const expectedWords = (given: readonly string[]) => given.map((text) => [text, `a${text}b`, `c${text}`]);

test('a value in a shell block is one word, wherever it stands in it', (t) => {
  t.deepEqual(assertWords(texts), expectedWords(texts));
});

test('any text in a shell block is one word', (t) => {
  const property = fc.property(fc.array(anyOther, { minLength: 1, maxLength: 20 }), (given) => {
    t.deepEqual(assertWords(given), expectedWords(given));
  });
  t.notThrows(() => fc.assert(property, { numRuns: 40 }));
});

test('a list in a shell block is as many words', (t) => {
  const source = '```sh\nwords {{list}}\n```\n';
  const [block] = blocksOf(parsePage(render(source, { list: ["it's", 'b c', ''] })), 'sh');
  t.deepEqual(wordsOf(block?.value ?? ''), [["it's", 'b c', '']]);
});

const proseTemplate = 'before {{text}} after\n\n{{text}}\n\n- {{text}}\n\n| a | b |\n| --- | --- |\n| {{text}} | c |\n';

/** Replaces control characters, as in the page: Markdown can't contain them. */
const visible = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters
  text.replace(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd');

const four = (text: string): string[] => [text, text, text, text].map(visible);

/** Renders a text in a sentence, alone, in a list and in a table, and gives what a reader sees in each of the four. */
function seenTexts(text: string): (string | undefined)[] {
  const { children } = parsePage(render(proseTemplate, { text }));
  const [sentence, paragraph, list, table, ...others] = children;
  if (others.length > 0 || list?.type !== 'list' || table?.type !== 'table') return ['the structure is another'];
  const cells = [...nodesOf(table)].filter(({ type }) => type === 'tableCell');
  return [
    plainText(sentence as never).replace(/^before | after$/g, ''),
    plainText(paragraph as never),
    plainText(list),
    cells.length === 4 ? plainText(cells[2] as never) : 'the table has other cells',
  ];
}

for (const [index, text] of texts.filter((value) => value !== '').entries()) {
  test(`in prose, in a list and in a table ${index} ${JSON.stringify(text).slice(0, 60)} is text`, (t) => {
    t.deepEqual(seenTexts(text), four(text));
  });
}

test('any text is text in prose, in a list and in a table', (t) => {
  const property = fc.property(
    anyOther.filter((text) => text !== ''),
    (text) => t.deepEqual(seenTexts(text), four(text)),
  );
  t.notThrows(() => fc.assert(property, { numRuns: 300 }));
});

test('in a diagram a value is a label: nothing but letters, digits and numbers of characters', (t) => {
  const source = '```mermaid\nflowchart TB\n  a["{{text}}"]\n```\n';
  for (const text of texts) {
    const [block] = blocksOf(parsePage(render(source, { text })), 'mermaid');
    const label = /^ {2}a\["([\p{L}\p{N} .,:/_#;-]*)"\]$/u.exec(block?.value.split('\n')[1] ?? '')?.[1];
    t.is(
      label?.replace(/#([0-9]+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
      text,
    );
  }
});

test('in a YAML block a value is a scalar', (t) => {
  const source = '```yaml\na: {{text}}\n```\n';
  for (const text of texts) {
    const [block] = blocksOf(parsePage(render(source, { text })), 'yaml');
    t.deepEqual(parse(block?.value ?? '', { version: '1.1' }), { a: text });
  }
});

test('in a task list true and false are the tick', (t) => {
  t.is(render('- [{{a}}] one\n- [{{b}}] two\n', { a: true, b: false }), '- [x] one\n- [ ] two\n');
});

interface Misplaced {
  readonly title: string;
  readonly source: string;
  readonly text: string;
}

const misplaced: readonly Misplaced[] = [
  { title: 'inside double quotes of a command', source: '```sh\n\necho "{{text}}"\n```\n', text: 'a' },
  { title: 'inside single quotes of a command', source: "```sh\n\necho '{{text}}'\n```\n", text: 'a' },
  { title: 'with a backtick inside of code', source: 'a\n\n`{{text}}`\n', text: 'a`b' },
  { title: 'with a bar inside of code', source: 'a\n\n`{{text}}`\n', text: 'a|b' },
  { title: 'that ends a comment', source: 'a\n\n<!-- {{text}} -->\n', text: 'a --> b' },
  { title: 'that ends an address', source: 'a\n\n[b]({{text}})\n', text: 'a) b' },
  { title: 'in a block of a language that is not known', source: '```rust\n\n{{text}}\n```\n', text: 'a' },
];

for (const { title, source, text } of misplaced) {
  test(`a value ${title} is refused with its place`, (t) => {
    const error = t.throws(() => render(source, { text }), { name: 'TemplateError' });
    t.is((error as unknown as { line: number }).line, 3);
  });
}
