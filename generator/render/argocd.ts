import type { Names } from '../environment/names.js';
import { pathText } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import type { Template } from '../template/compile.js';
import { TemplateError } from '../template/template-error.js';
import { type AddOn, addOnSchema, addOnView, helmValues } from './argocd/addon.js';
import type { ArgoCDTemplates } from './argocd/templates.js';
import { type ArgoCDView, argoCDView, workloadView } from './argocd/view.js';
import type { RenderedFile } from './file.js';

/** A rendered YAML file, together with its documents as data, so that they needn't be parsed from the text. */
export interface RenderedManifest extends RenderedFile {
  readonly content: string;
  /** Path of the template, such as `argocd/environment/project.yaml.hbs`. */
  readonly template: string;
  readonly objects: readonly unknown[];
}

export interface RenderedArgoCD {
  /** Files that Argo CD reads: Applications, AppProjects and, in folders below, objects of add-ons. */
  readonly manifests: readonly RenderedManifest[];
  /** Helm values for the bootstrap. */
  readonly bootstrap: readonly RenderedFile[];
}

/**
 * Renders the files for Argo CD of one environment.
 * @throws TemplateError for an expression without a value, and for an add-on's file that doesn't fit its schema
 */
export function renderArgoCD(templates: ArgoCDTemplates, environment: Environment, names: Names): RenderedArgoCD {
  const view = argoCDView(environment, names);
  const own = [...templates.environment].map(([name, template]) =>
    manifest(`${names.paths.argocd}/${name}.yaml`, template, view),
  );
  const workloads = environment.workloads.flatMap((workload) =>
    [...templates.workload].map(([name, template]) => {
      const path = `${names.paths.argocd}/workload-${workload.key}-${name}.yaml`;
      return manifest(path, template, { ...view, workload: workloadView(environment, workload) });
    }),
  );
  const addOns = Object.entries(environment.addons)
    .filter(([, { enabled }]) => enabled)
    .map(([key]) => renderAddOn(templates, view, key));
  return {
    manifests: [...own, ...workloads, ...addOns.flatMap(({ manifests }) => manifests)],
    bootstrap: addOns.flatMap(({ bootstrap }) => bootstrap),
  };
}

function renderAddOn(templates: ArgoCDTemplates, view: ArgoCDView, key: string): RenderedArgoCD {
  const template = templates.addOns.get(key);
  if (!template) throw new TemplateError(`argocd/addons/${key}.yaml.hbs`, `There is no such file for addons.${key}.`);
  const addOn = readAddOn(key, template, view);
  if (!addOn) return { manifests: [], bootstrap: [] };
  const { paths, argocd } = view.names;
  const objectsPath = `${paths.argocd}/${key}`;
  const of = { key, addOn, environment: view, name: `${argocd.addOns}-${key}`, objectsPath };
  const manifests = [manifest(`${paths.argocd}/addon-${key}.yaml`, templates.addOn, { ...view, addon: addOnView(of) })];
  if (addOn.objects.length > 0) {
    manifests.push(manifest(`${objectsPath}/objects.yaml`, templates.objects, { ...view, objects: addOn.objects }));
  }
  const values = { ...view, values: helmValues(of) };
  const content = () => templates.bootstrapValues.render(values).text;
  return {
    manifests,
    bootstrap: addOn.bootstrap ? [{ path: `${paths.root}/bootstrap/${key}-values.yaml`, content: content() }] : [],
  };
}

/**
 * Renders and checks the file of an add-on.
 * @returns undefined where the file renders to nothing, as that of Argo CD does for a cluster that a hub manages
 */
function readAddOn(key: string, template: Template, view: ArgoCDView): AddOn | undefined {
  const [described, ...more] = template.render(view).objects();
  if (described === undefined || described === null) return undefined;
  const { data, error } = addOnSchema.safeParse(described);
  if (data && more.length === 0) return data;
  const reasons = error?.issues.map(({ path, message }) => `${pathText(path as string[])}: ${message}`);
  throw new TemplateError(`argocd/addons/${key}.yaml.hbs`, reasons?.join('; ') ?? 'It must hold one YAML document.');
}

function manifest(path: string, template: Template, view: object): RenderedManifest {
  const rendered = template.render(view);
  return { path, content: rendered.text, template: template.path, objects: rendered.objects() };
}
