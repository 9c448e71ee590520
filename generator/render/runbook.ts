import { compileTemplate, type Template } from '../template/compile.js';
import { markdownLanguage } from '../template/markdown.js';
import type { SpecificationOf } from '../template/precompiled.js';
import type { TemplateFile } from './argocd/templates.js';
import type { RenderedFile } from './file.js';
import { type RunbookInput, runbookView } from './runbook/view.js';

/** The sections of the runbook, in their order. */
export type RunbookTemplates = readonly Template[];

const extension = '.md.hbs';

/**
 * Compiles what lies in runbook/: one file a section, in the order of the files' names.
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

/** The page that an operator works by, filled in with this environment's names. */
export function renderRunbook(templates: RunbookTemplates, input: RunbookInput): RenderedFile {
  const view = runbookView(input);
  const sections = templates.map((template) => template.render(view).text.trim());
  return { path: `${input.names.paths.root}/RUNBOOK.md`, content: `${sections.join('\n\n')}\n` };
}
