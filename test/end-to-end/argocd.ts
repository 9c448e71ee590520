import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { resolveHelm } from '../../tools/helm.js';
import type { Application, AppProject, GroupKind } from '../argocd/rendering.js';
import { type KubernetesObject, parseObjects } from '../charts/objects.js';

const run = promisify(execFile);

/** APIs that our add-ons install, besides those of Kubernetes. Argo CD passes a cluster's APIs to Helm. */
const apiVersions = ['external-secrets.io/v1', 'monitoring.coreos.com/v1'];

/** Cluster-wide kinds among our objects. */
const clusterScoped = ['Namespace', 'ClusterSecretStore', 'PriorityClass', 'ClusterRole', 'ClusterRoleBinding'];

/** Reads the objects in the files of a folder, without subfolders, as an Application with a directory source does. */
export async function objectsIn(folder: string): Promise<KubernetesObject[]> {
  const files = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, 'utf8')));
  return texts.flatMap(parseObjects);
}

/**
 * Renders an Application with a chart in this repository as Argo CD's repo-server does: Helm runs in the chart's
 * folder, gets the cluster's version and APIs as arguments, and leaves the tests out.
 */
export async function desiredObjects(
  repository: string,
  { spec }: Application,
  kubeVersion: string,
): Promise<KubernetesObject[]> {
  const { path, helm } = spec.source;
  if (path === undefined || helm === undefined) throw new Error('the Application has no chart in this repository');
  const { stdout } = await run(
    await resolveHelm(),
    [
      'template',
      '.',
      ...['--name-template', helm.releaseName],
      ...['--namespace', spec.destination.namespace],
      ...['--kube-version', kubeVersion],
      ...(helm.valueFiles ?? []).flatMap((file) => ['--values', file]),
      ...apiVersions.flatMap((version) => ['--api-versions', version]),
      '--include-crds',
      ...(helm.skipTests ? ['--skip-tests'] : []),
    ],
    { cwd: `${repository}/${path}`, maxBuffer: 16 * 1024 * 1024 },
  );
  return parseObjects(stdout);
}

/** Gives the kinds that a project must allow for these objects, and those that it allows: ideally the same. */
export function admission(project: AppProject, objects: readonly KubernetesObject[]) {
  const kindsOf = (matching: (object: KubernetesObject) => boolean) =>
    [...new Set(objects.filter(matching).map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`))].sort();
  const isCluster = ({ kind }: KubernetesObject) => clusterScoped.includes(kind);
  const listed = (kinds: readonly GroupKind[]) => kinds.map(({ group, kind }) => `${group}/${kind}`).sort();
  return {
    needed: { cluster: kindsOf(isCluster), namespaced: kindsOf((object) => !isCluster(object)) },
    listed: {
      cluster: listed(project.spec.clusterResourceWhitelist),
      namespaced: listed(project.spec.namespaceResourceWhitelist),
    },
  };
}

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '');

/** Gives the Namespace that `CreateNamespace=true` creates, which the project must allow as well. */
export const createdNamespace = ({ spec }: Application): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: spec.destination.namespace },
});

export const objectOf = <T extends { metadata: { name: string } }>(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string,
): T => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found as unknown as T;
};
