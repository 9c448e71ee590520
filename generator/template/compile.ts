/*
 * How a template becomes text:
 * 1. handlebars.ts compiles the template to a program: at build time for the templates that ship (precompiled.ts).
 *    rewrite.ts first puts a mark before each {{expression}}: its text, line and column.
 * 2. Rendering runs the program with a view. Its output is the template's text with a mark in place of each value;
 *    the values themselves are recorded apart, in the same order.
 * 3. outline.ts splits that output at the marks: an Outline is constant pieces of text with holes between them.
 * 4. text-filler.ts decides from the text around each hole how to write a value there as a literal of the template's
 *    language (literal.ts; yaml.ts, hcl.ts, markdown.ts), and so makes a TextFiller: values in, text out.
 * 5. document-filler.ts parses the YAML of the outline once, with placeholders for the values, and so makes a
 *    DocumentFiller: values in, YAML documents out. A literal can't change the structure, so no text is parsed again.
 * Views whose conditions and lists agree give the same output in step 2, so steps 3 to 5 are done once for all of them.
 */

import Handlebars from 'handlebars/runtime.js';
import { type DocumentFiller, documentFillerOf } from './document-filler.js';
import { helpers } from './helpers.js';
import type { Language } from './literal.js';
import { type Outline, outlineOf } from './outline.js';
import type { SpecificationOf } from './precompiled.js';
import { TemplateError, withTemplateErrors } from './template-error.js';
import { type TextFiller, textFillerOf } from './text-filler.js';

interface RenderedTemplate {
  readonly text: string;
  /** Gives the YAML documents that the text holds. */
  objects(): unknown[];
}

export interface Template {
  /** Path of the template from the repository's root. */
  readonly path: string;
  render(view: object): RenderedTemplate;
}

export interface TemplateSource {
  /** Path of the template from the repository's root, for messages. */
  readonly path: string;
  readonly text: string;
  readonly language: Language;
}

/**
 * Compiles a Handlebars template in which every `{{expression}}` prints a whole literal of `language`; there is no
 * unescaped form.
 * @throws TemplateError for what `specificationOf` finds; rendering throws it for a missing value
 */
export function compileTemplate({ path, text, language }: TemplateSource, specificationOf: SpecificationOf): Template {
  const program = programOf(specificationOf(path, text));
  const prepared = new Map<string, PreparedOutline>();
  return {
    path,
    render(view) {
      const { marked, values } = withTemplateErrors(path, () => run(program, view));
      const outline = prepared.get(marked) ?? prepare(marked, { path, language });
      prepared.set(marked, outline);
      if (outline.last && areSame(outline.last.values, values)) return outline.last.rendered;
      const rendered = fill(outline, path, values);
      outline.last = { values, rendered };
      return rendered;
    },
  };
}

/** An outline with its fillers: everything that renderings which differ only in their values have in common. */
interface PreparedOutline {
  readonly outline: Outline;
  readonly fillText: TextFiller;
  /** Made at the first call of `objects`. */
  fillDocuments: DocumentFiller | undefined;
  /** The previous rendering: environments that share their defaults often fill a template with the same values. */
  last?: { readonly values: readonly unknown[]; readonly rendered: RenderedTemplate };
}

function prepare(marked: string, { path, language }: Pick<TemplateSource, 'path' | 'language'>): PreparedOutline {
  const outline = outlineOf(marked);
  const fillText = withTemplateErrors(path, () => textFillerOf(outline, { path, language }));
  return { outline, fillText, fillDocuments: undefined };
}

const areSame = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((value, index) => value === right[index]);

function fill(prepared: PreparedOutline, path: string, values: readonly unknown[]): RenderedTemplate {
  const { outline, fillText } = prepared;
  // A value that was printed without `record` is in the text unescaped: fail instead of writing it.
  if (values.length !== outline.holes.length) throw new TemplateError(path, 'A value was printed as it is.');
  const missing = outline.holes[values.indexOf(undefined)];
  if (missing) throw new TemplateError(path, notDefined(missing.expression), missing);
  const { text, literals } = withTemplateErrors(path, () => fillText(values));
  let objects: unknown[] | undefined;
  return {
    text,
    objects: () => {
      prepared.fillDocuments ??= documentFillerOf(outline, path);
      objects ??= prepared.fillDocuments({ values, literals });
      return objects;
    },
  };
}

const notDefined = (expression: string): string => `"${expression}" is not defined.`;

type Program = (view: object) => string;

/** The values of the expressions that the program has printed so far, in the order of the text. */
let recorded: unknown[] = [];

/** Records a value and prints nothing. It stands in for `escapeExpression`, to which Handlebars passes each value. */
function record(value: unknown): string {
  recorded.push(value);
  return '';
}

function run(program: Program, view: object) {
  recorded = [];
  const marked = program(view);
  return { marked, values: recorded };
}

/** Checks the argument of a block. It isn't printed, so `record` isn't called for it. */
function defined(value: unknown, expression: string, line: number, column: number): unknown {
  if (value !== undefined) return value;
  throw Object.assign(new Error(notDefined(expression)), { lineNumber: line, column });
}

/** The functions of Handlebars' runtime that its type declarations lack. */
interface Runtime {
  create(): Runtime;
  template(specification: unknown): Program;
  registerHelper(helpers: object): void;
}

const runtime = (Handlebars as unknown as Runtime).create();
runtime.registerHelper({ ...helpers, defined });

interface Specification {
  main(container: { escapeExpression: typeof record }, ...more: unknown[]): string;
}

function programOf(specification: unknown): Program {
  const { main, ...others } = specification as Specification;
  return runtime.template({
    ...others,
    main(container, ...more) {
      container.escapeExpression = record;
      return main(container, ...more);
    },
  } satisfies Specification);
}
