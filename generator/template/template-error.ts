/** A mistake in a template, with its position: the template can't be compiled or filled. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(file: string, message: string, at: { line?: number | undefined; column?: number | undefined } = {}) {
    super(message);
    this.file = file;
    this.line = at.line;
    this.column = at.column;
  }
}

/** Runs an action on a template, and turns every error into a TemplateError with the position that it carries. */
export function withTemplateErrors<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    const { message, lineNumber, column } = error as Error & { lineNumber?: number; column?: number };
    const syntax = /^Parse error on line (\d+):\n[\s\S]*\n(.*)$/.exec(message);
    if (syntax) throw new TemplateError(path, `${syntax[2]}.`, { line: Number(syntax[1]) });
    throw new TemplateError(path, message, { line: lineNumber, column: column === undefined ? undefined : column + 1 });
  }
}
