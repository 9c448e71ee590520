/** Where an expression stands in the text that is being written. */
export interface Place {
  /** The current line up to the expression, with NUL for each expression before it. */
  readonly before: string;
  /** True when nothing but a line break follows the expression. */
  readonly endsLine: boolean;
  /** The line of the template that the expression is in, from 1. */
  readonly templateLine: number;
}

export interface Spelled {
  readonly text: string;
  /** How many characters to take back first from the text before the expression. */
  readonly takeBack?: number;
}

export type Speller = (value: unknown) => Spelled;

/** A language that templates are written in: how a value is spelled so that the language reads back that value and nothing else. */
export interface Language {
  readonly name: 'yaml' | 'hcl' | 'markdown';
  /** How values are spelled in a place. */
  speller(place: Place): Speller;
  /** Whether an expression may touch other text, as in `rendered/{{name}}`. A quoted literal in the middle of a word is a mistake. */
  readonly joinsWords: boolean;
}

export const indentOf = (line: string): number => line.length - line.trimStart().length;

/** JSON escapes what JSON must; YAML 1.1, HCL and people's terminals need more: C1 controls, NEL, line separators, the byte order mark. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
