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
  let values: unknown[] = [];
  let lines: number[] = [];
  const program = attempt(path, () => {
    if (source.includes('\0')) throw new TemplateError(path, 'A template must not hold NUL characters.');
    const environment = Handlebars.create();
    const defined = (value: unknown, expression: string, line: number, column: number) => {
      if (value !== undefined) return value;
      throw new TemplateError(path, `"${expression}" is not defined.`, { line, column: column + 1 });
    };
    const literal: typeof defined = (...given) => {
      lines.push(given[2]);
      return `\0${values.push(defined(...given)) - 1}\0`;
    };
    environment.registerHelper({ ...helpers, literal, defined });
    const names = Object.keys(helpers);
    return environment.compile(rewrite(environment.parse(source), names), {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers: Object.fromEntries([...names, 'literal', 'defined'].map((name) => [name, true])),
      noEscape: true,
    });
  });
  const shapes = new Map<string, Shape>();
  return {
    render(view) {
      const own: unknown[] = [];
      const places: number[] = [];
      values = own;
      lines = places;
      const outline = attempt(path, () => program(view));
      const filled = { values: own, lines: places };
      const { text, spelled } = attempt(path, () => fill(outline, filled, language, path));
      return { text, objects: () => shapeOf(outline, shapes, path)({ values: own, spelled }) };
    },
  };
}

function attempt<T>(path: string, action: () => T): T {
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

interface Expressions {
  readonly values: readonly unknown[];
  /** Where in the template each stands. */
  readonly lines: readonly number[];
}

/** Writes each literal into its hole, told what stands around it. Only the current line is looked at: texts are long, lines are short. */
function fill(outline: string, { values, lines }: Expressions, language: Language, path: string) {
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
    const place = { before: line, endsLine, templateLine: lines[position] as number };
    const { text: literal, takeBack = 0 } = language.spell(values[position], place);
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

interface Filling {
  readonly values: readonly unknown[];
  readonly spelled: readonly string[];
}

/** The documents of an outline, given what fills its holes. */
type Shape = (filling: Filling) => unknown[];

/** The parsed documents of an outline, each hole a word that no template holds. */
function shapeOf(outline: string, shapes: Map<string, Shape>, path: string): Shape {
  const known = shapes.get(outline);
  if (known) return known;
  const documents = parseAllDocuments(outline.replace(/\0(\d+)\0/g, '\ue000$1\ue001'), { version: '1.1' });
  const fillers = ('empty' in documents ? [] : documents).map((document) => {
    const [error] = document.errors;
    if (error) throw new TemplateError(path, `What this template renders is not YAML: ${error.message}`);
    return fillerOf(document.toJS());
  });
  const shape: Shape = (filling) => fillers.map((fillDocument) => fillDocument(filling));
  shapes.set(outline, shape);
  return shape;
}

type Filler = (filling: Filling) => unknown;

/** What has no hole is the same object every time; only what leads to a hole is made anew. */
function fillerOf(value: unknown): Filler {
  if (!hasHole(value)) return () => value;
  if (typeof value === 'string') return textFiller(value);
  if (Array.isArray(value)) {
    const items = value.map(fillerOf);
    return (filling) => items.map((item) => item(filling));
  }
  const entries = Object.entries(value as object).map(([key, entry]) => [textFiller(key), fillerOf(entry)] as const);
  return (filling) => {
    const filled: Record<string, unknown> = {};
    for (const [key, entry] of entries) filled[String(key(filling))] = entry(filling);
    return filled;
  };
}

const hasHole = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\ue000');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, entry]) => hasHole(key) || hasHole(entry));
};

function textFiller(text: string): Filler {
  if (!hasHole(text)) return () => text;
  const whole = /^\ue000(\d+)\ue001$/.exec(text);
  const index = Number(whole?.[1]);
  if (whole) return ({ values }) => values[index];
  return ({ spelled }) => text.replace(/\ue000(\d+)\ue001/g, (_, position) => spelled[Number(position)] as string);
}
