import { compileTemplate, type Template } from '../template/compile.js';
import { hclLanguage } from '../template/hcl.js';
import { type ArgoCDTemplates, compileArgoCDTemplates, type TemplateSource } from './argocd/templates.js';
import { compileRunbookTemplates, type RunbookTemplates } from './runbook.js';

/** A file that goes into every environment as it is. */
export interface CopiedFile {
  /** Seen from the folder that it is copied from, with forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** What lies in the template folders, read and not yet understood. */
export interface TemplateSources {
  readonly terraform: readonly CopiedFile[];
  readonly chart: readonly CopiedFile[];
  readonly argocd: readonly TemplateSource[];
  readonly runbook: readonly TemplateSource[];
}

export interface Templates {
  /** Plain HCL. */
  readonly terraformFiles: readonly CopiedFile[];
  /** What HCL can't express with variables; by the path that it renders to. */
  readonly terraformTemplates: ReadonlyMap<string, Template>;
  readonly chart: readonly CopiedFile[];
  readonly argocd: ArgoCDTemplates;
  readonly runbook: RunbookTemplates;
}

const extension = '.hbs';

/**
 * Compiles every template once.
 * @throws TemplateError
 */
export function compileTemplates({ terraform, chart, argocd, runbook }: TemplateSources): Templates {
  const isTemplate = ({ path }: CopiedFile) => path.endsWith(extension);
  return {
    terraformFiles: terraform.filter((file) => !isTemplate(file)),
    terraformTemplates: new Map(
      terraform.filter(isTemplate).map(({ path, content }) => {
        const text = new TextDecoder().decode(content);
        return [path.slice(0, -extension.length), compileTemplate(`terraform-templates/${path}`, text, hclLanguage)];
      }),
    ),
    chart,
    argocd: compileArgoCDTemplates(argocd),
    runbook: compileRunbookTemplates(runbook),
  };
}
