import * as z from 'zod';
import { mergeDeep } from '../../base/merge.js';
import type { Environment } from '../../environment/resolve.js';

/**
 * Makes a schema whose result is the object that was checked, not a copy of it. A template gives the same object for
 * every environment where no value is filled in: it is then checked once, and later steps recognise it by identity.
 */
function asItIs<Part extends object>(schema: z.ZodType<Part>) {
  const valid = new WeakSet<Part>();
  return z.custom<Part>().superRefine((part, context) => {
    if (valid.has(part)) return;
    const { error } = schema.safeParse(part);
    if (!error) valid.add(part);
    for (const { path, message } of error?.issues ?? []) context.addIssue({ code: 'custom', path: [...path], message });
  });
}

const kinds = asItIs(z.array(z.strictObject({ group: z.string(), kind: z.string(), name: z.string().optional() })));
const maps = asItIs(z.array(z.record(z.string(), z.unknown())));
const map = asItIs(z.record(z.string(), z.unknown()));

/** Content of application.yaml.hbs in argocd/addons/<name>/. Fields have the names that Argo CD gives them, if any. */
export const addOnSchema = z.strictObject({
  /** Helm repository, or OCI registry where the URL has no scheme. */
  repoURL: z.string(),
  chart: z.string(),
  /** Of the chart, as it was tried; an environment's goes before it. */
  version: z.string().optional(),
  /** Name of the Helm release: by default the name of the folder. */
  releaseName: z.string().optional(),
  /** Left out where identity.yaml says it. */
  namespace: z.string().optional(),
  /** Further namespaces that the chart puts objects into. */
  namespaces: z.array(z.string()).default([]),
  /** Argo CD's sync wave: lower waves must be healthy before higher ones start. The workload's is 0. */
  wave: z.string().regex(/^-?[0-9]+$/, 'must be a whole number in quotes such as "-40"'),
  /** Whether turning the add-on off deletes its objects, in environments with `gitops.cascadeDelete`. */
  cascadeDelete: z.boolean(),
  /** Whether Helm installs it before Argo CD runs: its values are then also written to a file. */
  bootstrap: z.boolean().default(false),
  /** Kinds that the chart and `objects` may create: Argo CD refuses every other. */
  clusterResourceWhitelist: kinds,
  namespaceResourceWhitelist: kinds,
  ignoreDifferences: maps.default([]),
  /** Helm values, over which the environment's `addons.<name>.values` are merged. */
  values: map.default({}),
  /** Objects for the add-on's controller, such as a ClusterSecretStore: applied after the add-on is healthy. */
  objects: maps.default([]),
});

export type AddOn = z.infer<typeof addOnSchema> & { readonly namespace: string; readonly version: string };

export interface AddOnOfEnvironment {
  readonly key: string;
  readonly addOn: AddOn;
  readonly environment: Environment;
  /** Name of its AppProject and its Application. */
  readonly name: string;
  /** Folder of its objects in the repository. */
  readonly objectsPath: string;
}

/** Merges an add-on's Helm values with those of the environment. */
export const helmValues = ({ key, addOn, environment }: AddOnOfEnvironment) =>
  mergeDeep(addOn.values, environment.addons[key]?.values ?? {});

/** Builds the value of `addon` in argocd/addon.yaml.hbs. */
export function addOnView(of: AddOnOfEnvironment) {
  const { key, addOn, environment, name } = of;
  return {
    key,
    name,
    description: `The add-on ${key} of ${environment.name}.`,
    namespace: addOn.namespace,
    namespaces: [...new Set([addOn.namespace, ...addOn.namespaces])],
    sourceRepos: [addOn.repoURL, ...(addOn.objects.length > 0 ? [environment.gitops.repoURL] : [])],
    clusterResourceWhitelist: [...addOn.clusterResourceWhitelist, ...ownKinds(of, 'cluster')],
    namespaceResourceWhitelist: [...addOn.namespaceResourceWhitelist, ...ownKinds(of, 'namespaced')],
    applications: [chartApplication(of), ...(addOn.objects.length > 0 ? [objectsApplication(of)] : [])],
  };
}

/** Kinds that the environment admits for its values, without those that the template admits anyway. */
function ownKinds({ key, addOn, environment }: AddOnOfEnvironment, scope: 'cluster' | 'namespaced') {
  const known = scope === 'cluster' ? addOn.clusterResourceWhitelist : addOn.namespaceResourceWhitelist;
  const own = (environment.addons[key]?.kinds?.[scope] ?? []).map((text) => {
    const [kind = '', group = ''] = text.split('/').reverse();
    return { group, kind };
  });
  return own.filter(({ group, kind }) => !known.some((entry) => entry.group === group && entry.kind === kind));
}

function chartApplication(of: AddOnOfEnvironment) {
  const { key, addOn, environment, name } = of;
  return {
    name,
    isFromGit: false,
    wave: addOn.wave,
    cascadeDelete: environment.gitops.cascadeDelete && addOn.cascadeDelete,
    source: {
      repoURL: addOn.repoURL,
      chart: addOn.chart,
      targetRevision: addOn.version,
      helm: { releaseName: addOn.releaseName ?? key, skipTests: true, valuesObject: helmValues(of) },
    },
    ignoreDifferences: addOn.ignoreDifferences,
  };
}

/** The Application of the add-on's objects, one wave later: the CRDs exist by then, and the webhook answers. */
function objectsApplication({ addOn, environment, name, objectsPath }: AddOnOfEnvironment) {
  const { cascadeDelete, repoURL, targetRevision } = environment.gitops;
  return {
    name: `${name}-objects`,
    isFromGit: true,
    wave: String(Number(addOn.wave) + 1),
    cascadeDelete: cascadeDelete && addOn.cascadeDelete,
    source: { repoURL, targetRevision, path: `${environment.folder}${objectsPath}` },
    ignoreDifferences: [],
  };
}
