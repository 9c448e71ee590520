/** An expression of a template, where a value is to be filled in. */
export interface Hole {
  readonly expression: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/** What a template says apart from its values. */
export interface Outline {
  /** One more than holes: what stands before, between and after them. */
  readonly pieces: readonly string[];
  readonly holes: readonly Hole[];
}

/** Stands for an expression in what a template's program gives: between two NUL, which no template holds. */
export const markOf = ({ expression, line, column }: Hole): string => `\0${line}:${column}:${expression}\0`;

/** @param text of a template with a mark for each expression */
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
