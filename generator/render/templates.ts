import type { AddOnFolder } from '../environment/addon-folder.js';
import { type AddOns, identitiesOf } from '../environment/addon-folders.js';
import type { Identities } from '../environment/identity.js';
import { compileTemplate, type Template } from '../template/compile.js';
import { hclLanguage } from '../template/hcl.js';
import { specificationsFor } from '../template/precompiled.js';
import { type ArgoCDTemplates, compileArgoCDTemplates, type TemplateFile } from './argocd/templates.js';
import type { Caller } from './runbook/tool.js';
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
  /** The folders in argocd/addons/. */
  readonly addOns: AddOns;
  readonly runbook: readonly TemplateFile[];
  readonly caller: Caller;
}

/** What Terraform has to know of the add-ons that call AWS. */
interface AddOnRoles {
  readonly identities: Identities;
  /** Files of policies by the name of the add-on; seen from a folder of policies. */
  readonly policies: ReadonlyMap<string, readonly CopiedFile[]>;
}

export interface Templates {
  /** HCL files without expressions, which are copied. */
  readonly terraformFiles: readonly CopiedFile[];
  /** HCL templates, for what can't be a variable in Terraform; by the path that they render to. */
  readonly terraformTemplates: ReadonlyMap<string, Template>;
  readonly chart: readonly CopiedFile[];
  readonly argocd: ArgoCDTemplates;
  readonly addOnRoles: AddOnRoles;
  readonly runbook: RunbookTemplates;
  /** How the runbook calls this tool. */
  readonly caller: Caller;
}

const extension = '.hbs';

/**
 * Compiles all templates.
 * @throws TemplateError
 */
export async function compileTemplates(sources: TemplateSources): Promise<Templates> {
  const { terraform, chart, argocd, addOns, runbook, caller } = sources;
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
    argocd: compileArgoCDTemplates(argocd, addOns, specificationOf),
    addOnRoles: addOnRolesOf(addOns),
    runbook: compileRunbookTemplates(runbook, specificationOf),
    caller,
  };
}

const addOnRolesOf = (addOns: AddOns): AddOnRoles => ({
  identities: identitiesOf(addOns),
  policies: new Map([...addOns.folders].map(([name, folder]) => [name, policiesOf(folder)])),
});

const policiesOf = ({ name, policies }: AddOnFolder): CopiedFile[] =>
  [...policies.values()].map(({ path, text }) => ({
    path: `${name}/${path.slice(path.lastIndexOf('/') + 1)}`,
    content: new TextEncoder().encode(text),
  }));
