import type { Language, Speller } from './literal.js';
import type { Outline } from './outline.js';
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
  readonly language: Language;
}

/** @throws TemplateError where an expression can't stand */
export function layoutOf({ pieces, holes }: Outline, { path, language }: Origin): Layout {
  const spellers: Speller[] = [];
  let line = '';
  for (const [index, hole] of holes.entries()) {
    line = lastLine(line + (pieces[index] as string));
    const after = pieces[index + 1] as string;
    const isLast = index + 2 === pieces.length;
    if (!language.joinsWords && touchesWord(line, after, isLast)) throw insideWord(path, line);
    const endsLine = after === '' ? isLast : /^[ \t]*(\n|$)/.test(after);
    spellers.push(language.speller({ before: line, endsLine, templateLine: hole.line }));
    line += '\0';
  }
  return { fill: (values) => fill(pieces, spellers, values) };
}

function fill(pieces: readonly string[], spellers: readonly Speller[], values: readonly unknown[]): Filled {
  const spelled: string[] = [];
  let text = '';
  for (let index = 0; index < spellers.length; index += 1) {
    const before = pieces[index] as string;
    const { text: literal, takeBack = 0 } = (spellers[index] as Speller)(values[index]);
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
