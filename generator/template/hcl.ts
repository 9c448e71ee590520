import { isPlainObject } from '../base/merge.js';
import { indentOf, type Language, quote } from './literal.js';

/**
 * Writes text as a quoted HCL string in which nothing is evaluated. The sign of `${` and `%{` is doubled, as is usual
 * in HCL; after a further `$` or `%`, where doubling would be ambiguous, the signs are written as \u escapes.
 */
export function hclString(text: string): string {
  return quote(text)
    .replace(/\\(.)/g, (pair, letter: string) => (letter === 'b' ? '\\u0008' : letter === 'f' ? '\\u000c' : pair))
    .replace(/(\$+|%+)\{/g, (_, signs: string) => {
      const [sign] = signs as unknown as [string];
      return signs.length === 1 ? `${sign}${sign}{` : `${(sign === '$' ? '\\u0024' : '\\u0025').repeat(signs.length)}{`;
    });
}

/** Writes the key of a map. The key `for` is quoted: a map that starts with that word would be a for expression. */
const hclKey = (key: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && key !== 'for' ? key : hclString(key));

function hclScalar(value: unknown): string {
  return typeof value === 'string' ? hclString(value) : String(JSON.stringify(value));
}

/**
 * Writes a value as HCL in the format of `terraform fmt`: equals signs of consecutive one-line entries are aligned.
 * Every line after the first starts with `indent` spaces.
 */
export function hclLiteral(value: unknown, indent = 0): string {
  const inner = ' '.repeat(indent + 2);
  const outer = ' '.repeat(indent);
  if (Array.isArray(value)) {
    const items = value.map((item) => hclLiteral(item, indent + 2));
    if (value.every((item) => typeof item !== 'object' || item === null)) return `[${items.join(', ')}]`;
    return `[\n${items.map((item) => `${inner}${item},\n`).join('')}${outer}]`;
  }
  if (!isPlainObject(value)) return hclScalar(value);
  const entries = Object.entries(value);
  return entries.length === 0 ? '{}' : `{\n${hclEntries(entries, indent + 2)}${outer}}`;
}

/** Writes `name = value` entries. The equals signs of consecutive one-line entries are aligned. */
export function hclEntries(entries: readonly (readonly [string, unknown])[], indent = 0): string {
  const rows = entries.map(([key, value]) => ({ key: hclKey(key), text: hclLiteral(value, indent) }));
  const isMultiline = (index: number) => rows[index]?.text.includes('\n') ?? true;
  let width = 0;
  return rows
    .map(({ key, text }, index) => {
      if (isMultiline(index)) return `${' '.repeat(indent)}${key} = ${text}\n`;
      if (isMultiline(index - 1)) width = widestKeyFrom(rows, index);
      return `${' '.repeat(indent)}${key}${' '.repeat(width - widthOf(key))} = ${text}\n`;
    })
    .join('');
}

/** Counts the characters that a reader sees (grapheme clusters), as `terraform fmt` does. */
const widthOf = (key: string): number =>
  /^[ -~]*$/.test(key) ? key.length : [...new Intl.Segmenter('en').segment(key)].length;

function widestKeyFrom(rows: readonly { key: string; text: string }[], start: number): number {
  let width = 0;
  for (const { key, text } of rows.slice(start)) {
    if (text.includes('\n')) break;
    width = Math.max(width, widthOf(key));
  }
  return width;
}

export const hclLanguage: Language = {
  name: 'hcl',
  joinsWords: false,
  speller({ before }) {
    if (before.includes('#')) return (value) => ({ text: hclString(String(JSON.stringify(value))) });
    const indent = indentOf(before);
    return (value) => ({ text: hclLiteral(value, indent) });
  },
};
