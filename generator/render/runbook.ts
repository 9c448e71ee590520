import { compileTemplate, type Template } from '../template/compile.js';
import { markdownLanguage } from '../template/markdown.js';
import type { SpecificationOf } from '../template/precompiled.js';
import type { TemplateFile } from './argocd/templates.js';
import type { RenderedFile } from './file.js';
import { type RunbookInput, runbookView } from './runbook/view.js';

/** The sections of the runbook, in the order of the page. */
export type RunbookTemplates = readonly Template[];

const extension = '.md.hbs';

/**
 * Compiles the templates of runbook/: one file for each section, sorted by the files' names.
 * @throws TemplateError
 */
export function compileRunbookTemplates(
  sources: readonly TemplateFile[],
  specificationOf: SpecificationOf,
): RunbookTemplates {
  return sources
    .filter(({ path }) => path.endsWith(extension))
    .sort((left, right) => (left.path < right.path ? -1 : 1))
    .map(({ path, text }) =>
      compileTemplate({ path: `runbook/${path}`, text, language: markdownLanguage(text) }, specificationOf),
    );
}

/** Renders the page with an operator's instructions, in which names and commands are those of this environment. */
export function renderRunbook(templates: RunbookTemplates, input: RunbookInput): RenderedFile {
  const view = runbookView(input);
  const sections = templates.map((template) => template.render(view).text.trim());
  return { path: `${input.names.paths.root}/RUNBOOK.md`, content: `${sections.join('\n\n')}\n` };
}
