import { isPlainObject } from '../base/merge.js';
import { indentOf, type Language, quote, type Speller } from './literal.js';

/** Words that YAML 1.1 (as Go programs read it) or 1.2 read as something other than a string. */
const reservedWords = /^(y|n|yes|no|on|off|true|false|null|nan|inf|infinity)$/i;

/** Text that can be written without quotes, in block and flow style: it can't end the scalar or change its type. */
const plainWord = /^[A-Za-z][A-Za-z0-9_./+=@-]*(:(?!$)[A-Za-z0-9_./+=@-]+)*$/;

export function yamlScalar(value: unknown): string {
  if (typeof value === 'string') {
    return value.length <= 256 && plainWord.test(value) && !reservedWords.test(value) ? value : quote(value);
  }
  return String(JSON.stringify(value));
}

const isEmpty = (value: object): boolean => (Array.isArray(value) ? value : Object.keys(value)).length === 0;
const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null && !isEmpty(value);

/** Writes a value on one line, in YAML's flow style. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isPlainObject(value)) return yamlScalar(value);
  const entries = Object.entries(value).map(([key, entry]) => `${yamlScalar(key)}: ${flow(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/**
 * Texts of the collections that were written so far, by indent: the part of a template that no value is filled into is
 * the same object in every environment.
 */
const blocks: WeakMap<object, string>[] = [];

/** Writes a value in YAML's block style. Every line after the first starts with `indent` spaces. */
export function yamlBlock(value: unknown, indent = 0): string {
  if (!isNested(value)) return flow(value);
  blocks[indent] ??= new WeakMap();
  const text = blocks[indent].get(value) ?? blockText(value, indent);
  blocks[indent].set(value, text);
  return text;
}

function blockText(value: object, indent: number): string {
  const lineBreak = `\n${' '.repeat(indent)}`;
  if (Array.isArray(value)) return value.map((item) => `- ${yamlBlock(item, indent + 2)}`).join(lineBreak);
  return Object.entries(value)
    .map(([key, entry]) => {
      const name = yamlScalar(key);
      return isNested(entry) ? `${name}:${lineBreak}  ${yamlBlock(entry, indent + 2)}` : `${name}: ${flow(entry)}`;
    })
    .join(lineBreak);
}

export const yamlLanguage: Language = {
  name: 'yaml',
  joinsWords: false,
  speller({ before, endsLine }) {
    const inFlow: Speller = (value) => ({ text: flow(value) });
    if (!endsLine || /[#{["']/.test(before)) return inFlow;
    const asBlock =
      (indent: number): Speller =>
      (value) => ({ text: yamlBlock(value, indent) });
    if (/^\s*(- )+$/.test(before)) return asBlock(before.length);
    const entry = /^(\s*(?:- )*)[^\s].*:( +)$/.exec(before);
    if (!entry) return indentOf(before) === before.length ? asBlock(before.length) : inFlow;
    const indent = (entry[1] as string).length + 2;
    const takeBack = (entry[2] as string).length;
    const lineBreak = `\n${' '.repeat(indent)}`;
    return (value) =>
      isNested(value) ? { text: lineBreak + yamlBlock(value, indent), takeBack } : { text: flow(value) };
  },
};
