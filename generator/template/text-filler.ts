import type { Language, Speller } from './literal.js';
import type { Outline } from './outline.js';
import { TemplateError } from './template-error.js';

interface FilledText {
  readonly text: string;
  /** The literal in each hole. */
  readonly literals: readonly string[];
}

/** Fills the holes of an outline with literals. */
export type TextFiller = (values: readonly unknown[]) => FilledText;

interface Origin {
  readonly path: string;
  readonly language: Language;
}

/**
 * Chooses for each hole of an outline how a value is written there. That depends on the text around the hole, never
 * on values.
 * @throws TemplateError for a hole at which no literal can be written
 */
export function textFillerOf({ pieces, holes }: Outline, { path, language }: Origin): TextFiller {
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
  return (values) => fill(pieces, spellers, values);
}

function fill(pieces: readonly string[], spellers: readonly Speller[], values: readonly unknown[]): FilledText {
  const literals: string[] = [];
  let text = '';
  for (let index = 0; index < spellers.length; index += 1) {
    const before = pieces[index] as string;
    const { text: literal, takeBack = 0 } = (spellers[index] as Speller)(values[index]);
    literals.push(literal);
    text += (takeBack > 0 ? before.slice(0, -takeBack) : before) + literal;
  }
  return { text: text + (pieces.at(-1) as string), literals };
}

const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1);

const touchesWord = (before: string, after: string, isLast: boolean): boolean =>
  /[\w/.$-]$/.test(before) || /^[\w/.$-]/.test(after) || (after === '' && !isLast);

function insideWord(path: string, line: string): TemplateError {
  const before = line.replaceAll('\0', '…').trim();
  return new TemplateError(
    path,
    `An expression stands inside a larger word, after «${before}»: compose the whole value with concat.`,
  );
}
