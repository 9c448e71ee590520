import type { Context, Language } from './literal.js';
import { isInsideQuotes, shellWords } from './shell.js';
import { yamlScalar } from './yaml.js';

type Spell = (value: unknown) => string;

/** Ways of writing values in a fenced block, by the block's language. */
const blocks: Readonly<Record<string, (context: Context) => Spell>> = {
  sh: shell,
  mermaid: () => (value) => mermaidLabel(plainText(value)),
  yaml: () => yamlScalar,
  json: () => (value) => JSON.stringify(value),
};

/**
 * Makes the language of one Markdown template (GitHub's dialect). A value is a word in a shell block, a label in a
 * diagram, a scalar in YAML, a value in JSON and text in prose; true and false are the tick of a task
 * (`- [{{value}}]`).
 * The template alone says which lines are in a block, because no value can open or close one.
 *
 * @param source text of the template
 */
export function markdownLanguage(source: string): Language {
  const fences = blockOfEachLine(source);
  return {
    name: 'markdown',
    joinsWords: true,
    speller(context) {
      const block = fences[context.templateLine - 1];
      const spellIn = block === undefined ? prose : blocks[block];
      if (!spellIn) throw misplaced(`There is no spelling of values in a block of «${block}».`, context);
      const spell = spellIn(context);
      return (value) => ({ text: spell(value) });
    },
  };
}

/** Gives for each line the language of the block around it; undefined outside of blocks. */
function blockOfEachLine(source: string): (string | undefined)[] {
  let block: string | undefined;
  return source.split('\n').map((line) => {
    const fence = /^\s*(`{3,}|~{3,})\s*(\S*)/.exec(line);
    if (!fence) return block;
    block = block === undefined ? (fence[2] as string) : undefined;
    return undefined;
  });
}

const misplaced = (message: string, { templateLine }: Context): Error =>
  Object.assign(new Error(message), { lineNumber: templateLine });

function shell(context: Context): Spell {
  if (isInsideQuotes(context.before)) {
    throw misplaced('A value stands inside quotes: end them before it, it brings its own.', context);
  }
  return shellWords;
}

/** Writes text as the label of a diagram: characters with a meaning there become entities (`#59;` for `;`). */
const mermaidLabel = (text: string): string =>
  text.replace(/[^\p{L}\p{N} .,:/_-]/gu, (character) => `#${character.codePointAt(0)};`);

const plainText = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));

function prose(context: Context): Spell {
  const { before } = context;
  if (isInCode(before)) return verbatim(/[`|\r\n]|^ | $|^$/, context);
  if (/\]\([^)\s]*$/.test(before)) return verbatim(/[^A-Za-z0-9._~:/?#@!$&*+,;=%-]/, context);
  if (/<!--(?!.*-->)/.test(before)) return verbatim(/--|[<>\r\n]/, context);
  // Values of earlier expressions on this line may be empty, so they don't count as text.
  const alone = before.replaceAll('\0', '');
  const startsLine = alone.trim() === '' || /^\s*([-*+]|[0-9]+\.)\s+(\[[ x]\]\s+)?$/.test(alone);
  const isTick = /^\s*- \[$/.test(before);
  return (value) => {
    if (isTick && typeof value === 'boolean') return value ? 'x' : ' ';
    return escapedProse(plainText(value), startsLine);
  };
}

const isInCode = (before: string): boolean => (before.split('`').length - 1) % 2 === 1;

/** Writes values unchanged where the language has no escapes, and refuses those that would need any. */
function verbatim(forbidden: RegExp, context: Context): Spell {
  return (value) => {
    const text = plainText(value);
    if (!forbidden.test(text)) return text;
    throw misplaced(
      `${JSON.stringify(text)} can not stand here, where nothing can be escaped: write it as text.`,
      context,
    );
  };
}

/** Writes a character as an entity such as `&#10;`: the character itself would end the paragraph, or be trimmed. */
const asEntity = (character: string): string => `&#${character.codePointAt(0)};`;

/** URLs in which nothing has to be escaped. GitHub turns them into links whose text is the URL. */
const plainAddress = /^https?:\/\/[A-Za-z0-9./:-]*[A-Za-z0-9/]$/;

function escapedProse(text: string, startsLine: boolean): string {
  if (plainAddress.test(text)) return text;
  const escaped = text
    .replace(/[\\`*_[\]{}<>&|~$]/g, '\\$&')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the text of a page can't hold these, in any spelling
    .replace(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd')
    .replace(/[\t\n\r\u2028\u2029]|^ | $/g, asEntity)
    // Escape what GitHub would turn into a link, whose URL would include the backslashes above, and `:emoji:`.
    .replace(/:(?=\/\/|[a-z0-9_+-]+:)|(?<=\bwww)\.|@/gi, '\\$&');
  if (!startsLine) return escaped;
  return escaped.replace(/^([#+=-])/, '\\$1').replace(/^([0-9]+)([.)])(?=\s|$)/, '$1\\$2');
}
