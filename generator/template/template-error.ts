/** A template that can't be compiled or filled: a mistake of the template's author, with its place. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(file: string, message: string, place: { line?: number | undefined; column?: number | undefined } = {}) {
    super(message);
    this.file = file;
    this.line = place.line;
    this.column = place.column;
  }
}

/** Whatever an action throws about a template, as a TemplateError with the place that Handlebars knows. */
export function attempt<T>(path: string, action: () => T): T {
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
