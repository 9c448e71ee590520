import type { Language, Place } from './literal.js';
import { isInsideQuotes, shellWords } from './shell.js';
import { yamlScalar } from './yaml.js';

type Spell = (value: unknown, place: Place) => string;

/** What a value becomes in a fenced block, by the block's language. */
const blocks: Readonly<Record<string, Spell>> = {
  sh: shell,
  mermaid: (value) => mermaidLabel(plainText(value)),
  yaml: (value) => yamlScalar(value),
};

/**
 * Markdown (GitHub's) of one template: a value is a word in a shell block, a label in a diagram, a scalar in YAML and text in prose; true and
 * false are the tick of a task (`- [{{value}}]`).
 * What is inside a block is known from the template alone, because no value can open or close one.
 *
 * @param source of the template
 */
export function markdownLanguage(source: string): Language {
  const fences = blockOfEachLine(source);
  return {
    name: 'markdown',
    joinsWords: true,
    spell(value, place) {
      const block = fences[place.templateLine - 1];
      if (block === undefined) return { text: prose(value, place) };
      const spell = blocks[block];
      if (!spell) throw misplaced(`There is no spelling of values in a block of «${block}».`, place);
      return { text: spell(value, place) };
    },
  };
}

/** For each line the language of the block that it is in; undefined outside of blocks. */
function blockOfEachLine(source: string): (string | undefined)[] {
  let block: string | undefined;
  return source.split('\n').map((line) => {
    const fence = /^\s*(`{3,}|~{3,})\s*(\S*)/.exec(line);
    if (!fence) return block;
    block = block === undefined ? (fence[2] as string) : undefined;
    return undefined;
  });
}

const misplaced = (message: string, { templateLine }: Place): Error =>
  Object.assign(new Error(message), { lineNumber: templateLine });

function shell(value: unknown, place: Place): string {
  if (isInsideQuotes(place.before)) {
    throw misplaced('A value stands inside quotes: end them before it, it brings its own.', place);
  }
  return shellWords(value);
}

/** Numbers of characters stand for what could end the label or mean something in it. */
const mermaidLabel = (text: string): string =>
  text.replace(/[^\p{L}\p{N} .,:/_-]/gu, (character) => `#${character.codePointAt(0)};`);

const plainText = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));

function prose(value: unknown, place: Place): string {
  if (typeof value === 'boolean' && /^\s*- \[$/.test(place.before)) return value ? 'x' : ' ';
  const text = plainText(value);
  const { before } = place;
  if (isInCode(before)) return verbatim(text, /[`|\r\n]|^ | $|^$/, place);
  if (/\]\([^)\s]*$/.test(before)) return verbatim(text, /[^A-Za-z0-9._~:/?#@!$&*+,;=%-]/, place);
  if (/<!--(?!.*-->)/.test(before)) return verbatim(text, /--|[<>\r\n]/, place);
  return escapedProse(text, before.trim() === '' || /^\s*([-*+]|[0-9]+\.)\s+(\[[ x]\]\s+)?$/.test(before));
}

const isInCode = (before: string): boolean => (before.split('`').length - 1) % 2 === 1;

/** Where nothing can be escaped, only what needs no escaping may stand. */
function verbatim(text: string, forbidden: RegExp, place: Place): string {
  if (!forbidden.test(text)) return text;
  throw misplaced(`${JSON.stringify(text)} can not stand here, where nothing can be escaped: write it as text.`, place);
}

/** `&#10;` and the like are characters of the text; the characters themselves would end the paragraph, or be trimmed. */
const asEntity = (character: string): string => `&#${character.codePointAt(0)};`;

/** Addresses in which nothing has to be escaped: GitHub makes links of them, with this very text. */
const plainAddress = /^https?:\/\/[A-Za-z0-9./:-]*[A-Za-z0-9/]$/;

function escapedProse(text: string, startsLine: boolean): string {
  if (plainAddress.test(text)) return text;
  const escaped = text
    .replace(/[\\`*_[\]{}<>&|~$]/g, '\\$&')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the text of a page can't hold these, in any spelling
    .replace(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd')
    .replace(/[\t\n\r\u2028\u2029]|^ | $/g, asEntity)
    // A link would take the backslashes above into its address; `:name:` is a picture.
    .replace(/:(?=\/\/|[a-z0-9_+-]+:)|(?<=\bwww)\.|@/gi, '\\$&');
  if (!startsLine) return escaped;
  return escaped.replace(/^([#+=-])/, '\\$1').replace(/^([0-9]+)([.)])(?=\s|$)/, '$1\\$2');
}
