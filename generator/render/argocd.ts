import { isPlainObject } from '../base/merge.js';
import type { Names } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import type { Template } from '../template/compile.js';
import { yamlBlock } from '../template/yaml.js';
import { addOnView, helmValues } from './argocd/addon.js';
import { projectForAdmins } from './argocd/guest.js';
import { type ManifestGroup, manifestGroups, manifestsView } from './argocd/own-manifests.js';
import { readAddOn } from './argocd/read-addon.js';
import type { ArgoCDTemplates } from './argocd/templates.js';
import { type ArgoCDView, argoCDView, workloadView } from './argocd/view.js';
import { generatedHeader, type RenderedFile } from './file.js';

/** A rendered YAML file, together with its documents as data, so that they needn't be parsed from the text. */
export interface RenderedManifest extends RenderedFile {
  readonly content: string;
  /** Path of the template, such as `argocd/environment/project.yaml.hbs`. */
  readonly template: string;
  readonly objects: readonly unknown[];
  /** Whether it is for the admins of somebody's Argo CD: nobody applies it here. */
  readonly isForAdmins?: true;
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
  const rendered = renderFor(templates, environment, argoCDView(environment, names));
  const guest = environment.gitops.existing;
  if (!guest) return rendered;
  const withProjects = renderFor(templates, environment, argoCDView(environment, names, true));
  const project = projectForAdmins(environment.name, guest, projectsIn(withProjects));
  return { ...rendered, manifests: [...rendered.manifests, forAdmins(environment, names, project)] };
}

function renderFor(templates: ArgoCDTemplates, environment: Environment, view: ArgoCDView): RenderedArgoCD {
  const { names } = view;
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
  const others = manifestGroups(environment, names).flatMap((group) => renderOwnManifests(templates, view, group));
  const manifests = [...own, ...workloads, ...addOns.flatMap((addOn) => addOn.manifests), ...others];
  return {
    // A guest has no projects, and no file for them.
    manifests: manifests.filter(({ objects }) => objects.some((object) => object !== null)),
    bootstrap: addOns.flatMap(({ bootstrap }) => bootstrap),
  };
}

const projectsIn = ({ manifests }: RenderedArgoCD) =>
  manifests
    .flatMap(({ objects }) => objects)
    .filter(isPlainObject)
    .filter((object) => object['kind'] === 'AppProject' && isOfArgoCD(object));

const forAdmins = (environment: Environment, { paths }: Names, project: object): RenderedManifest => ({
  path: `${paths.root}/bootstrap/project.yaml`,
  content: `${generatedHeader(environment)}${yamlBlock(project)}\n`,
  template: 'argocd/',
  objects: [project],
  isForAdmins: true,
});

/** Tells an object of Argo CD from one of another API group with the same kind. */
export const isOfArgoCD = ({ apiVersion }: Readonly<Record<string, unknown>>): boolean =>
  String(apiVersion).startsWith('argoproj.io/');

function renderAddOn(templates: ArgoCDTemplates, view: ArgoCDView, key: string): RenderedArgoCD {
  const addOn = readAddOn(key, templates.addOns.get(key), view);
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

/** The project and the Application of files of somebody's own, and those files as they are. */
function renderOwnManifests(templates: ArgoCDTemplates, view: ArgoCDView, group: ManifestGroup): RenderedManifest[] {
  const { names } = view;
  const addon = manifestsView(view, names, group);
  const source = `environments/${view.name}/manifests`;
  return [
    manifest(`${names.paths.argocd}/${group.key}.yaml`, templates.addOn, { ...view, addon }),
    ...group.files.map(({ workload, name, text, objects }) => ({
      path: `${group.path}/${name}`,
      content: text,
      template: workload === '' ? `${source}/${name}` : `${source}/${workload}/${name}`,
      // What the linter looks at: who admits them.
      objects: objects.map(({ group: api, version, kind, name: object, namespace }) => ({
        apiVersion: api === '' ? version : `${api}/${version}`,
        kind,
        metadata: { name: object, ...(namespace !== '' && { namespace }) },
      })),
    })),
  ];
}

function manifest(path: string, template: Template, view: object): RenderedManifest {
  const rendered = template.render(view);
  return { path, content: rendered.text, template: template.path, objects: rendered.objects() };
}
