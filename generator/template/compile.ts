import Handlebars from 'handlebars/runtime.js';
import { helpers } from './helpers.js';
import { type Layout, layoutOf } from './layout.js';
import type { Language } from './literal.js';
import type { SpecificationOf } from './precompiled.js';
import { type Shape, shapeOf } from './shape.js';
import { attempt } from './template-error.js';

export interface RenderedTemplate {
  readonly text: string;
  /** The YAML documents of the text. Parsed once for each outline of the text: only literals differ, and a literal can't change the shape. */
  objects(): unknown[];
}

export interface Template {
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
  const program = runtime.template(specificationOf(path, text));
  const forms = new Map<string, Form>();
  return {
    render(view) {
      const { outline, values, lines } = attempt(path, () => run(program, view));
      let form = forms.get(outline);
      if (!form) {
        form = { layout: attempt(path, () => layoutOf(outline, { path, lines, language })), shape: undefined };
        forms.set(outline, form);
      }
      const { layout } = form;
      const { text, spelled } = attempt(path, () => layout.fill(values));
      const shape = () => (form.shape ??= shapeOf(outline, path));
      return { text, objects: () => shape()({ values, spelled }) };
    },
  };
}

/** What all texts with the same outline have in common. */
interface Form {
  readonly layout: Layout;
  /** Undefined until somebody asks for objects. */
  shape: Shape | undefined;
}

type Program = (view: object) => string;

/** The values of a template's expressions and their lines in the template, in the order of the text, as the program comes by them. */
let recorded: { readonly values: unknown[]; readonly lines: number[] } = { values: [], lines: [] };

/** What a template says apart from its values: NUL, which no template holds, stands for each expression. */
function run(program: Program, view: object) {
  recorded = { values: [], lines: [] };
  const outline = program(view);
  return { outline, ...recorded };
}

function defined(value: unknown, expression: string, line: number, column: number): unknown {
  if (value !== undefined) return value;
  throw Object.assign(new Error(`"${expression}" is not defined.`), { lineNumber: line, column });
}

const literal: typeof defined = (...given) => {
  recorded.values.push(defined(...given));
  recorded.lines.push(given[2]);
  return '\0';
};

/** The types of the runtime leave out what it is for. */
interface Runtime {
  create(): Runtime;
  template(specification: unknown): Program;
  registerHelper(helpers: object): void;
}

const runtime = (Handlebars as unknown as Runtime).create();
runtime.registerHelper({ ...helpers, literal, defined });
