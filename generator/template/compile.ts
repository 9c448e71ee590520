import Handlebars from 'handlebars';
import { parseAllDocuments } from 'yaml';
import { helpers } from './helpers.js';
import type { Language } from './literal.js';
import { rewrite } from './rewrite.js';

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

export interface RenderedTemplate {
  readonly text: string;
  /** The YAML documents of the text. Parsed once for each shape of the text: only literals differ, and a literal can't change the shape. */
  objects(): unknown[];
}

export interface Template {
  render(view: object): RenderedTemplate;
}

/** Stand for the n-th expression until its literal is written. NUL can't occur in a template or, unescaped, in any literal. */
const hole = /\0(\d+)\0/;

/**
 * Compiles a Handlebars template in which every `{{expression}}` prints a whole literal of `language`; there is no unescaped form.
 * @param path where the template is, for messages
 * @throws TemplateError for a syntax error, an unknown helper or an unescaped expression; rendering throws it for a missing value
 */
export function compileTemplate(path: string, source: string, language: Language): Template {
  const program = attempt(path, () => {
    if (source.includes('\0')) throw new TemplateError(path, 'A template must not hold NUL characters.');
    const environment = Handlebars.create();
    const names = Object.keys(helpers);
    const compiled = environment.compile(rewrite(environment.parse(source), names), {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers: Object.fromEntries([...names, 'literal', 'defined'].map((name) => [name, true])),
      noEscape: true,
    });
    return compiled;
  });
  const shapes = new Map<string, unknown[]>();
  return {
    render(view) {
      const values: unknown[] = [];
      const outline = attempt(path, () =>
        program(view, {
          helpers: {
            ...helpers,
            literal(value: unknown, expression: string, line: number, column: number) {
              if (value === undefined) throw missing(path, expression, line, column);
              values.push(value);
              return `\0${values.length - 1}\0`;
            },
            defined(value: unknown, expression: string, line: number, column: number) {
              if (value === undefined) throw missing(path, expression, line, column);
              return value;
            },
          },
        }),
      );
      const { text, spelled } = fill(outline, values, language, path);
      return { text, objects: () => fillObjects(shapeOf(outline, shapes, path), values, spelled) };
    },
  };
}

const missing = (path: string, expression: string, line: number, column: number) =>
  new TemplateError(path, `"${expression}" is not defined.`, { line, column: column + 1 });

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    const { message, lineNumber, column } = error as Error & { lineNumber?: number; column?: number };
    throw new TemplateError(path, message, { line: lineNumber, column: column === undefined ? undefined : column + 1 });
  }
}

/** Writes each literal into its hole, told what stands around it. Only the current line is looked at: texts are long, lines are short. */
function fill(outline: string, values: readonly unknown[], language: Language, path: string) {
  const pieces = outline.split(hole);
  const spelled: string[] = [];
  let done = '';
  let line = '';
  const append = (text: string) => {
    const lineBreak = text.lastIndexOf('\n') + 1;
    if (lineBreak > 0) {
      done += line + text.slice(0, lineBreak);
      line = text.slice(lineBreak);
    } else line += text;
  };
  append(pieces[0] as string);
  for (let index = 1; index < pieces.length; index += 2) {
    const after = pieces[index + 1] as string;
    const isLast = index + 2 >= pieces.length;
    if (!language.joinsWords && touchesWord(line, after, isLast)) throw insideWord(path, line);
    const position = Number(pieces[index]);
    const endsLine = after === '' ? isLast : /^[ \t]*(\n|$)/.test(after);
    const { text: literal, takeBack = 0 } = language.spell(values[position], { before: line, endsLine });
    spelled[position] = literal;
    if (takeBack > 0) line = line.slice(0, -takeBack);
    append(literal);
    append(after);
  }
  return { text: done + line, spelled };
}

const touchesWord = (before: string, after: string, isLast: boolean): boolean =>
  /[\w/.$-]$/.test(before) || /^[\w/.$-]/.test(after) || (after === '' && !isLast);

const insideWord = (path: string, line: string) =>
  new TemplateError(
    path,
    `An expression stands inside a larger word, after «${line.trim()}»: compose the whole value with concat.`,
  );

/** The parsed documents of an outline, each hole a word that no template holds. */
function shapeOf(outline: string, shapes: Map<string, unknown[]>, path: string): unknown[] {
  const known = shapes.get(outline);
  if (known) return known;
  const documents = parseAllDocuments(outline.replace(/\0(\d+)\0/g, '\ue000$1\ue001'), { version: '1.1' });
  const shape = ('empty' in documents ? [] : documents).map((document) => {
    const [error] = document.errors;
    if (error) throw new TemplateError(path, `What this template renders is not YAML: ${error.message}`);
    return document.toJS() as unknown;
  });
  shapes.set(outline, shape);
  return shape;
}

function fillObjects(shape: unknown[], values: readonly unknown[], spelled: readonly string[]): unknown[] {
  const fillText = (text: string): unknown => {
    const whole = /^\ue000(\d+)\ue001$/.exec(text);
    if (whole) return values[Number(whole[1])];
    return text.replace(/\ue000(\d+)\ue001/g, (_, index: string) => spelled[Number(index)] as string);
  };
  const fillValue = (value: unknown): unknown => {
    if (typeof value === 'string') return value.includes('\ue000') ? fillText(value) : value;
    if (Array.isArray(value)) return value.map(fillValue);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [String(fillText(key)), fillValue(entry)]));
  };
  return shape.map(fillValue);
}
