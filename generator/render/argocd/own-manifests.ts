import { kindText, namespacedKinds, type ObjectName, type OwnManifest } from '../../environment/manifests.js';
import type { Names } from '../../environment/names.js';
import type { Environment, Workload } from '../../environment/resolve.js';

/** The files of one Application: those of the environment, or those in the folder of a workload. */
export interface ManifestGroup {
  /** `manifests`, or `manifests-` and the key of the workload. */
  readonly key: string;
  /** Folder in the repository. */
  readonly path: string;
  readonly workload: Workload | undefined;
  readonly files: readonly OwnManifest[];
}

export function manifestGroups({ manifests, workloads }: Environment, { paths }: Names): ManifestGroup[] {
  const keys = [...new Set(manifests.map(({ workload }) => workload))].sort();
  return keys.map((key) => ({
    key: key === '' ? 'manifests' : `manifests-${key}`,
    path: key === '' ? `${paths.root}/manifests` : `${paths.root}/manifests/${key}`,
    workload: workloads.find((workload) => workload.key === key),
    files: manifests.filter(({ workload }) => workload === key),
  }));
}

/** Builds the value of `addon` in argocd/addon.yaml.hbs, for a project and an Application of somebody's own objects. */
export function manifestsView(
  { gitops, folder, name: environment }: Environment,
  { argocd }: Names,
  group: ManifestGroup,
) {
  const { key, path, workload, files } = group;
  const objects = files.flatMap((file) => file.objects);
  const namespaces = [...new Set([workload?.namespace ?? '', ...objects.map(({ namespace }) => namespace)])];
  const named = namespaces.filter((namespace) => namespace !== '').sort();
  const namespace = workload?.namespace ?? named[0] ?? 'default';
  const name = `${argocd.addOns}-${key}`;
  return {
    key,
    name,
    description: `Objects of environments/${environment}/${key.replace(/^manifests-/, 'manifests/')}.`,
    namespace,
    namespaces: named.length > 0 ? named : [namespace],
    sourceRepos: [gitops.repoURL],
    clusterResourceWhitelist: [
      // CreateNamespace=true passes through this list.
      ...(named.length > 0 ? named : [namespace]).map((one) => ({ group: '', kind: 'Namespace', name: one })),
      ...kindsOf(objects.filter(isMaybeOfCluster)),
    ],
    // What Kubernetes itself knows, whether it is used or not: Argo CD doesn't see objects of a kind that isn't listed,
    // so the last one of its kind would stay when its file goes.
    namespaceResourceWhitelist: kindsOf([...namespacedKinds.map(kindOf), ...objects.filter(isMaybeNamespaced)]),
    applications: [
      {
        name,
        isFromGit: true,
        // With the workload, whose namespace they may need: what comes too early is tried again.
        wave: '0',
        cascadeDelete: gitops.cascadeDelete,
        source: { repoURL: gitops.repoURL, targetRevision: gitops.targetRevision, path: `${folder}${path}` },
        ignoreDifferences: [],
      },
    ],
  };
}

type Kind = Pick<ObjectName, 'group' | 'kind'>;

const kindOf = (text: string): Kind => {
  const [group = '', kind = ''] = text.split('/');
  return { group, kind };
};

const isKnown = (object: Kind): boolean => (namespacedKinds as readonly string[]).includes(kindText(object));
/** Without a namespace, an object of a kind that nobody here knows may be of either sort. */
const isMaybeOfCluster = (object: ObjectName): boolean => object.namespace === '' && !isKnown(object);
const isMaybeNamespaced = (object: ObjectName): boolean => !isMaybeOfCluster(object) && !isKnown(object);

/** Each kind once, in the order of their names. */
function kindsOf(objects: readonly Kind[]): Kind[] {
  const kinds = new Map(objects.map(({ group, kind }) => [kindText({ group, kind }), { group, kind }]));
  return [...kinds].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, kind]) => kind);
}
