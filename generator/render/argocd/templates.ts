import type { AddOns } from '../../environment/addon-folders.js';
import type { Identity } from '../../environment/identity.js';
import { compileTemplate, type Template } from '../../template/compile.js';
import type { SpecificationOf } from '../../template/precompiled.js';
import { yamlLanguage } from '../../template/yaml.js';

/** A file of templates. */
export interface TemplateFile {
  /** Path from argocd/ or runbook/, with forward slashes: `addons/metrics-server/application.yaml.hbs`. */
  readonly path: string;
  readonly text: string;
}

export interface AddOnTemplate {
  readonly template: Template;
  readonly identity: Identity | undefined;
}

export interface ArgoCDTemplates {
  /** argocd/environment/*: each renders to a file of the same name in rendered/<env>/argocd/. */
  readonly environment: ReadonlyMap<string, Template>;
  /** argocd/workload/*: each renders to `workload-<key>-<name>.yaml` beside them, for each workload. */
  readonly workload: ReadonlyMap<string, Template>;
  /** argocd/addons/<name>/application.yaml.hbs: the settings of each add-on. */
  readonly addOns: ReadonlyMap<string, AddOnTemplate>;
  /** argocd/addon.yaml.hbs: the AppProject and the Applications of an add-on. */
  readonly addOn: Template;
  /** argocd/objects.yaml.hbs: the objects for an add-on's controller. */
  readonly objects: Template;
  /** argocd/bootstrap-values.yaml.hbs: Helm values of an add-on that Helm installs before Argo CD runs. */
  readonly bootstrapValues: Template;
}

const extension = '.yaml.hbs';

/**
 * Compiles the templates of argocd/.
 * @throws TemplateError
 */
export function compileArgoCDTemplates(
  sources: readonly TemplateFile[],
  { folders }: AddOns,
  specificationOf: SpecificationOf,
): ArgoCDTemplates {
  const compile = ({ path, text }: TemplateFile) =>
    compileTemplate({ path: `argocd/${path}`, text, language: yamlLanguage }, specificationOf);
  const inFolder = (folder: string) =>
    new Map(
      sources
        .filter(({ path }) => path.startsWith(folder) && path.endsWith(extension))
        .map((source) => [source.path.slice(folder.length, -extension.length), compile(source)]),
    );
  const named = (name: string) => {
    const source = sources.find(({ path }) => path === name + extension);
    if (!source) throw new Error(`argocd/${name}${extension} is missing.`);
    return compile(source);
  };
  return {
    environment: inFolder('environment/'),
    workload: inFolder('workload/'),
    addOns: new Map(
      [...folders].flatMap(([name, { application, identity }]) =>
        application ? [[name, { template: compile(application), identity: identity?.value }]] : [],
      ),
    ),
    addOn: named('addon'),
    objects: named('objects'),
    bootstrapValues: named('bootstrap-values'),
  };
}
