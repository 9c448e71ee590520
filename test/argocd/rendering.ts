import { type Linted, lintArgoCD } from '../../generator/argocd-lint/lint.js';
import { readAddOns } from '../../generator/environment/addon-folders.js';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import type { Finding, Problem } from '../../generator/environment/problem.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { applicationsOf as whatFor } from '../../generator/plan/plan.js';
import { compileArgoCDTemplates, type TemplateFile } from '../../generator/render/argocd/templates.js';
import { type RenderedArgoCD, type RenderedManifest, renderArgoCD } from '../../generator/render/argocd.js';
import { environmentValuesFile } from '../../generator/render/chart.js';
import { specificationOf } from '../../generator/template/handlebars.js';
import { shippedEnvironments } from '../charts/environments.js';
import { argocdFiles } from '../helpers/add-ons.js';

const compiled = (sources: readonly TemplateFile[]) =>
  compileArgoCDTemplates(sources, readAddOns(sources), specificationOf);

const templates = compiled(argocdFiles);

export const environmentNames: readonly string[] = [...shippedEnvironments().keys()];

/** Gives an environment that ships, with an edit merged over it; null takes a key away. */
export function environmentOf(name: string, edit: object = {}): Environment {
  const environment = shippedEnvironments({ [name]: edit }).get(name);
  if (!environment) throw new Error(`There is no environment ${name}.`);
  return environment;
}

/** Renders the files for Argo CD of an environment, from the templates that ship or from others. */
export function renderedArgoCD(environment: Environment, sources?: readonly TemplateFile[]): RenderedArgoCD {
  const used = sources ? compiled(sources) : templates;
  return renderArgoCD(used, environment, namesOf(environment));
}

/** Runs the linter for a repository that contains exactly what is rendered, and gives the problems of templates. */
export const lint = (environment: Environment, manifests: readonly RenderedManifest[]): readonly Problem[] =>
  linted(environment, manifests).problems;

/** Runs the linter, and gives the findings in the environment's fields. */
export const lintFields = (environment: Environment): readonly Finding[] =>
  linted(environment, renderedArgoCD(environment).manifests).findings;

export const claims = (environment: Environment): readonly string[] =>
  linted(environment, renderedArgoCD(environment).manifests).claims;

function linted(environment: Environment, manifests: readonly RenderedManifest[]): Linted {
  const charts = environment.workloads.map((workload) => workloadNames(environment, workload).chartPath);
  const files = [...manifests.map(({ path }) => path), ...charts.map((chart) => `${chart}/${environmentValuesFile}`)];
  const paths = new Set(files.flatMap((file) => [file, file.slice(0, file.lastIndexOf('/'))]));
  const { repoURL, targetRevision } = environment.gitops;
  const workloads = new Map(environment.workloads.map(({ key, namespace }) => [namespace, key]));
  return lintArgoCD(manifests, {
    repoURL,
    targetRevision,
    workloads,
    ...whatFor(environment),
    hasPath: (path) => path.startsWith(environment.folder) && paths.has(path.slice(environment.folder.length)),
  });
}

export interface Application {
  readonly apiVersion: string;
  readonly kind: 'Application';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: {
    readonly project: string;
    readonly source: {
      readonly repoURL: string;
      readonly targetRevision: string;
      readonly path?: string;
      readonly chart?: string;
      readonly directory?: { readonly recurse: boolean };
      readonly helm?: {
        readonly releaseName: string;
        readonly valueFiles?: readonly string[];
        readonly skipTests: boolean;
        readonly valuesObject?: unknown;
      };
    };
    readonly destination: { readonly namespace: string; readonly server?: string; readonly name?: string };
    readonly ignoreDifferences?: readonly Readonly<Record<string, unknown>>[];
    readonly syncPolicy: {
      readonly automated: Readonly<Record<string, boolean>>;
      readonly managedNamespaceMetadata?: { readonly labels: Readonly<Record<string, string>> };
      readonly syncOptions: readonly string[];
      readonly retry: unknown;
    };
  };
}

export interface GroupKind {
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
}

export interface AppProject {
  readonly apiVersion: string;
  readonly kind: 'AppProject';
  readonly metadata: {
    readonly name: string;
    readonly annotations: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: {
    readonly sourceRepos: readonly string[];
    readonly destinations: readonly { readonly namespace: string; readonly server?: string; readonly name?: string }[];
    readonly clusterResourceWhitelist: readonly GroupKind[];
    readonly namespaceResourceWhitelist: readonly GroupKind[];
    readonly syncWindows?: readonly unknown[];
  };
}

const objectsOf = (manifests: readonly RenderedManifest[]) => manifests.flatMap(({ objects }) => objects);
const kindIs = (kind: string) => (object: unknown) => (object as { kind: string }).kind === kind;

export const applicationsOf = ({ manifests }: RenderedArgoCD): Application[] =>
  objectsOf(manifests).filter(kindIs('Application')) as Application[];
export const projectsOf = ({ manifests }: RenderedArgoCD): AppProject[] =>
  objectsOf(manifests).filter(kindIs('AppProject')) as AppProject[];

/** Finds the object with this name. */
export function named<T extends { metadata: { name: string } }>(objects: readonly T[], name: string): T {
  const found = objects.find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`there is no ${name} among ${objects.map(({ metadata }) => metadata.name).join(', ')}`);
  return found;
}
