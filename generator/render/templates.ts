import { compileTemplate, type Template } from '../template/compile.js';
import { hclLanguage } from '../template/hcl.js';
import { specificationsFor } from '../template/precompiled.js';
import { type ArgoCDTemplates, compileArgoCDTemplates, type TemplateFile } from './argocd/templates.js';
import { compileRunbookTemplates, type RunbookTemplates } from './runbook.js';

/** A file that is copied unchanged to every environment. */
export interface CopiedFile {
  /** Path from the folder that it is copied from, with forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** The files of the template folders, read but not yet compiled. */
export interface TemplateSources {
  readonly terraform: readonly CopiedFile[];
  readonly chart: readonly CopiedFile[];
  readonly argocd: readonly TemplateFile[];
  readonly runbook: readonly TemplateFile[];
}

export interface Templates {
  /** HCL files without expressions, which are copied. */
  readonly terraformFiles: readonly CopiedFile[];
  /** HCL templates, for what can't be a variable in Terraform; by the path that they render to. */
  readonly terraformTemplates: ReadonlyMap<string, Template>;
  readonly chart: readonly CopiedFile[];
  readonly argocd: ArgoCDTemplates;
  readonly runbook: RunbookTemplates;
}

const extension = '.hbs';

/**
 * Compiles all templates.
 * @throws TemplateError
 */
export async function compileTemplates({ terraform, chart, argocd, runbook }: TemplateSources): Promise<Templates> {
  const isTemplate = ({ path }: { readonly path: string }) => path.endsWith(extension);
  const inTerraform = terraform
    .filter(isTemplate)
    .map(({ path, content }) => ({ path, text: new TextDecoder().decode(content) }));
  const templates = [...inTerraform, ...argocd, ...runbook].filter(isTemplate);
  const specificationOf = await specificationsFor(templates.map(({ text }) => text));
  return {
    terraformFiles: terraform.filter((file) => !isTemplate(file)),
    terraformTemplates: new Map(
      inTerraform.map(({ path, text }) => {
        const source = { path: `terraform-templates/${path}`, text, language: hclLanguage };
        return [path.slice(0, -extension.length), compileTemplate(source, specificationOf)];
      }),
    ),
    chart,
    argocd: compileArgoCDTemplates(argocd, specificationOf),
    runbook: compileRunbookTemplates(runbook, specificationOf),
  };
}
