import type { Language, Place } from './literal.js';
import { isInsideQuotes, shellWords } from './shell.js';
import { yamlScalar } from './yaml.js';

type Spell = (value: unknown) => string;

/** What a value becomes in a fenced block, by the block's language. */
const blocks: Readonly<Record<string, (place: Place) => Spell>> = {
  sh: shell,
  mermaid: () => (value) => mermaidLabel(plainText(value)),
  yaml: () => yamlScalar,
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
    speller(place) {
      const block = fences[place.templateLine - 1];
      const spellIn = block === undefined ? prose : blocks[block];
      if (!spellIn) throw misplaced(`There is no spelling of values in a block of «${block}».`, place);
      const spell = spellIn(place);
      return (value) => ({ text: spell(value) });
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

function shell(place: Place): Spell {
  if (isInsideQuotes(place.before)) {
    throw misplaced('A value stands inside quotes: end them before it, it brings its own.', place);
  }
  return shellWords;
}

/** Numbers of characters stand for what could end the label or mean something in it. */
const mermaidLabel = (text: string): string =>
  text.replace(/[^\p{L}\p{N} .,:/_-]/gu, (character) => `#${character.codePointAt(0)};`);

const plainText = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));

function prose(place: Place): Spell {
  const { before } = place;
  if (isInCode(before)) return verbatim(/[`|\r\n]|^ | $|^$/, place);
  if (/\]\([^)\s]*$/.test(before)) return verbatim(/[^A-Za-z0-9._~:/?#@!$&*+,;=%-]/, place);
  if (/<!--(?!.*-->)/.test(before)) return verbatim(/--|[<>\r\n]/, place);
  // An expression that stands before this one on its line may turn out to be empty.
  const alone = before.replaceAll('\0', '');
  const startsLine = alone.trim() === '' || /^\s*([-*+]|[0-9]+\.)\s+(\[[ x]\]\s+)?$/.test(alone);
  const isTick = /^\s*- \[$/.test(before);
  return (value) => {
    if (isTick && typeof value === 'boolean') return value ? 'x' : ' ';
    return escapedProse(plainText(value), startsLine);
  };
}

const isInCode = (before: string): boolean => (before.split('`').length - 1) % 2 === 1;

/** Where nothing can be escaped, only what needs no escaping may stand. */
function verbatim(forbidden: RegExp, place: Place): Spell {
  return (value) => {
    const text = plainText(value);
    if (!forbidden.test(text)) return text;
    throw misplaced(
      `${JSON.stringify(text)} can not stand here, where nothing can be escaped: write it as text.`,
      place,
    );
  };
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
