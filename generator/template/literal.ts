/** The text around an expression. How a value is written there depends on it. */
export interface Context {
  /** The current line up to the expression, with NUL for each expression before it. */
  readonly before: string;
  /** True when nothing but a line break follows the expression. */
  readonly endsLine: boolean;
  /** The line of the template that the expression is in, from 1. */
  readonly templateLine: number;
}

interface Spelled {
  readonly text: string;
  /** Number of characters to remove from the end of the text before the expression. */
  readonly takeBack?: number;
}

/** Writes a value as a literal. */
export type Speller = (value: unknown) => Spelled;

/** A language of templates: it writes values as literals that are read back as that value and nothing else. */
export interface Language {
  readonly name: 'yaml' | 'hcl' | 'markdown';
  /** Gives the way in which values are written at an expression. */
  speller(context: Context): Speller;
  /**
   * Whether an expression may touch other text, as in `rendered/{{name}}`. Where literals can be quoted it may not: a
   * quoted literal in the middle of a word would be a mistake.
   */
  readonly joinsWords: boolean;
}

export const indentOf = (line: string): number => line.length - line.trimStart().length;

/**
 * Writes text as a JSON string, in which more characters are escaped than JSON demands: YAML 1.1, HCL and terminals
 * also need it for C1 controls, NEL, line separators and the byte order mark.
 */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
