import Handlebars from 'handlebars/runtime.js';
import { helpers } from './helpers.js';
import { type Layout, layoutOf } from './layout.js';
import type { Language } from './literal.js';
import { type Outline, outlineOf } from './outline.js';
import type { SpecificationOf } from './precompiled.js';
import { type Shape, shapeOf } from './shape.js';
import { attempt, TemplateError } from './template-error.js';

export interface RenderedTemplate {
  readonly text: string;
  /** The YAML documents of the text. Parsed once for each outline of the text: only literals differ, and a literal can't change the shape. */
  objects(): unknown[];
}

export interface Template {
  /** Where the template is, seen from the repository's root. */
  readonly path: string;
  render(view: object): RenderedTemplate;
}

export interface TemplateSource {
  /** Where the template is, for messages. */
  readonly path: string;
  readonly text: string;
  readonly language: Language;
}

/**
 * A Handlebars template in which every `{{expression}}` prints a whole literal of `language`; there is no unescaped form.
 * @throws TemplateError for what `specificationOf` finds; rendering throws it for a missing value
 */
export function compileTemplate({ path, text, language }: TemplateSource, specificationOf: SpecificationOf): Template {
  const program = programOf(specificationOf(path, text));
  const forms = new Map<string, Form>();
  return {
    path,
    render(view) {
      const { marked, values } = attempt(path, () => run(program, view));
      let form = forms.get(marked);
      if (!form) {
        form = formOf(marked, { path, language });
        forms.set(marked, form);
      }
      if (form.last && areSame(form.last.values, values)) return form.last.rendered;
      const rendered = rendering(form, path, values);
      form.last = { values, rendered };
      return rendered;
    },
  };
}

/** What all texts with the same outline have in common. */
interface Form {
  readonly outline: Outline;
  readonly layout: Layout;
  /** Undefined until somebody asks for objects. */
  shape: Shape | undefined;
  /** Environments that share their defaults often fill a template with the same values. */
  last?: { readonly values: readonly unknown[]; readonly rendered: RenderedTemplate };
}

function formOf(marked: string, { path, language }: Pick<TemplateSource, 'path' | 'language'>): Form {
  const outline = outlineOf(marked);
  return { outline, layout: attempt(path, () => layoutOf(outline, { path, language })), shape: undefined };
}

const areSame = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((value, index) => value === right[index]);

function rendering(form: Form, path: string, values: readonly unknown[]): RenderedTemplate {
  // A value that went past `record` is in the text as it is: better nothing than that.
  if (values.length !== form.outline.holes.length) throw new TemplateError(path, 'A value was printed as it is.');
  const missing = form.outline.holes[values.indexOf(undefined)];
  if (missing) throw new TemplateError(path, notDefined(missing.expression), missing);
  const { text, spelled } = attempt(path, () => form.layout.fill(values));
  let objects: unknown[] | undefined;
  return {
    text,
    objects: () => {
      form.shape ??= shapeOf(form.outline, path);
      objects ??= form.shape({ values, spelled });
      return objects;
    },
  };
}

const notDefined = (expression: string): string => `"${expression}" is not defined.`;

type Program = (view: object) => string;

/** The values of a template's expressions, in the order of the text, as the program comes by them. */
let recorded: unknown[] = [];

/** Handlebars hands every value that it prints to what is meant to escape it. */
function record(value: unknown): string {
  recorded.push(value);
  return '';
}

function run(program: Program, view: object) {
  recorded = [];
  const marked = program(view);
  return { marked, values: recorded };
}

/** An argument of a block, which isn't printed. */
function defined(value: unknown, expression: string, line: number, column: number): unknown {
  if (value !== undefined) return value;
  throw Object.assign(new Error(notDefined(expression)), { lineNumber: line, column });
}

/** The types of the runtime leave out what it is for. */
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
