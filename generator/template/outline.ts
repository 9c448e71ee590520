/** A position in a text at which the value of a template's expression is missing. */
export interface Hole {
  readonly expression: string;
  /** Line of the expression in the template, from 1. */
  readonly line: number;
  /** Column of the expression in the template, from 1. */
  readonly column: number;
}

/** A template's output without values: constant pieces of text with holes between them. */
export interface Outline {
  /** The text before, between and after the holes: one piece more than there are holes. */
  readonly pieces: readonly string[];
  readonly holes: readonly Hole[];
}

/** Makes the text that marks an expression in a program's output. It is between two NUL, which no template contains. */
export const markOf = ({ expression, line, column }: Hole): string => `\0${line}:${column}:${expression}\0`;

/**
 * Splits a text at its marks.
 * @param text output of a template's program, with a mark for each expression
 */
export function outlineOf(text: string): Outline {
  const parts = text.split('\0');
  const isMark = (_: string, index: number) => index % 2 === 1;
  return {
    pieces: parts.filter((part, index) => !isMark(part, index)),
    holes: parts.filter(isMark).map(holeOf),
  };
}

function holeOf(mark: string): Hole {
  const [line, column, ...expression] = mark.split(':');
  return { expression: expression.join(':'), line: Number(line), column: Number(column) };
}
