import * as z from 'zod';
import { mergeDeep } from '../../base/merge.js';
import type { Environment } from '../../environment/resolve.js';

/**
 * Checks a part and hands on the very object that it was given, which the same template gives for every environment: it is checked once, and whoever
 * spells or compares it can tell it by its identity.
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

/** What a file in argocd/addons/ says of one add-on. Names are Argo CD's own where it has one. */
export const addOnSchema = z.strictObject({
  /** Helm repository; without a scheme it is an OCI registry. */
  repoURL: z.string(),
  chart: z.string(),
  /** Name of the Helm release: the name of the file when left out. */
  releaseName: z.string().optional(),
  namespace: z.string(),
  /** Further namespaces that the chart puts objects into. */
  namespaces: z.array(z.string()).default([]),
  /** Argo CD's sync wave: lower ones are healthy before higher ones start. The workload's is 0. */
  wave: z.string().regex(/^-?[0-9]+$/, 'must be a whole number in quotes such as "-40"'),
  /** Whether turning the add-on off deletes its objects, where the environment wants that at all. */
  cascadeDelete: z.boolean(),
  /** Whether Helm installs it before Argo CD is there: its values are written to a file as well. */
  bootstrap: z.boolean().default(false),
  /** What the chart and `objects` may create: Argo CD refuses every other kind. */
  clusterResourceWhitelist: kinds,
  namespaceResourceWhitelist: kinds,
  ignoreDifferences: maps.default([]),
  /** Helm values; the environment's `addons.<name>.values` are merged over them. */
  values: map.default({}),
  /** What its controller reconciles, such as a ClusterSecretStore: applied after the add-on is healthy. */
  objects: maps.default([]),
});

export type AddOn = z.infer<typeof addOnSchema>;

export interface AddOnOfEnvironment {
  readonly key: string;
  readonly addOn: AddOn;
  readonly environment: Environment;
  /** Of its AppProject and its Application. */
  readonly name: string;
  /** Folder in the repository where its objects lie. */
  readonly objectsPath: string;
}

/** Helm values as Argo CD gets them. */
export const helmValues = ({ key, addOn, environment }: AddOnOfEnvironment) =>
  mergeDeep(addOn.values, environment.addons[key]?.values ?? {});

/** What argocd/addon.yaml.hbs fills in as `addon`. */
export function addOnView(of: AddOnOfEnvironment) {
  const { key, addOn, environment, name } = of;
  return {
    key,
    name,
    namespace: addOn.namespace,
    namespaces: [...new Set([addOn.namespace, ...addOn.namespaces])],
    sourceRepos: [addOn.repoURL, ...(addOn.objects.length > 0 ? [environment.gitops.repoURL] : [])],
    clusterResourceWhitelist: addOn.clusterResourceWhitelist,
    namespaceResourceWhitelist: addOn.namespaceResourceWhitelist,
    applications: [chartApplication(of), ...(addOn.objects.length > 0 ? [objectsApplication(of)] : [])],
  };
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
      targetRevision: environment.addons[key]?.version,
      helm: { releaseName: addOn.releaseName ?? key, skipTests: true, valuesObject: helmValues(of) },
    },
    ignoreDifferences: addOn.ignoreDifferences,
  };
}

/** One wave later: the CRDs are there by then, and the webhook answers. */
function objectsApplication({ addOn, environment, name, objectsPath }: AddOnOfEnvironment) {
  const { cascadeDelete, repoURL, targetRevision } = environment.gitops;
  return {
    name: `${name}-objects`,
    isFromGit: true,
    wave: String(Number(addOn.wave) + 1),
    cascadeDelete: cascadeDelete && addOn.cascadeDelete,
    source: { repoURL, targetRevision, path: objectsPath },
    ignoreDifferences: [],
  };
}
