import type { Language, Speller } from './literal.js';
import { TemplateError } from './template-error.js';

export interface Filled {
  readonly text: string;
  /** The literals, in their order. */
  readonly spelled: readonly string[];
}

/** An outline whose holes know how a value is spelled in them: that depends on what the template says around them, never on values. */
export interface Layout {
  fill(values: readonly unknown[]): Filled;
}

interface Origin {
  readonly path: string;
  /** Of the template, for each hole. */
  readonly lines: readonly number[];
  readonly language: Language;
}

/**
 * @param outline a text with NUL for each expression
 * @throws TemplateError where an expression can't stand
 */
export function layoutOf(outline: string, { path, lines, language }: Origin): Layout {
  const pieces = outline.split('\0');
  const spellers: Speller[] = [];
  let line = '';
  for (const [index, piece] of pieces.slice(0, -1).entries()) {
    line = lastLine(line + piece);
    const after = pieces[index + 1] as string;
    const isLast = index + 2 === pieces.length;
    if (!language.joinsWords && touchesWord(line, after, isLast)) throw insideWord(path, line);
    const endsLine = after === '' ? isLast : /^[ \t]*(\n|$)/.test(after);
    spellers.push(language.speller({ before: line, endsLine, templateLine: lines[index] as number }));
    line += '\0';
  }
  return { fill: (values) => fill(pieces, spellers, values) };
}

function fill(pieces: readonly string[], spellers: readonly Speller[], values: readonly unknown[]): Filled {
  const spelled: string[] = [];
  let text = '';
  for (const [index, spell] of spellers.entries()) {
    const before = pieces[index] as string;
    const { text: literal, takeBack = 0 } = spell(values[index]);
    spelled.push(literal);
    text += (takeBack > 0 ? before.slice(0, -takeBack) : before) + literal;
  }
  return { text: text + (pieces.at(-1) as string), spelled };
}

const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1);

const touchesWord = (before: string, after: string, isLast: boolean): boolean =>
  /[\w/.$-]$/.test(before) || /^[\w/.$-]/.test(after) || (after === '' && !isLast);

const insideWord = (path: string, line: string) =>
  new TemplateError(
    path,
    `An expression stands inside a larger word, after «${line.replaceAll('\0', '…').trim()}»: compose the whole value with concat.`,
  );
