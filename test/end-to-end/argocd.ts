import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { resolveHelm } from '../../tools/helm.js';
import type { Application, AppProject, GroupKind } from '../argocd/rendering.js';
import { type KubernetesObject, parseObjects } from '../charts/objects.js';

const run = promisify(execFile);

/** What a cluster with our add-ons serves beside Kubernetes' own. Argo CD tells Helm. */
const apiVersions = ['external-secrets.io/v1', 'monitoring.coreos.com/v1'];

/** Kinds of ours that have no namespace. */
const clusterScoped = ['Namespace', 'ClusterSecretStore', 'PriorityClass', 'ClusterRole', 'ClusterRoleBinding'];

/** The objects in the files right below a folder, as an Application with a plain directory source reads them. */
export async function objectsIn(folder: string): Promise<KubernetesObject[]> {
  const files = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, 'utf8')));
  return texts.flatMap(parseObjects);
}

/**
 * What Argo CD's repo-server makes of an Application with a chart in this repository: Helm runs inside the chart's folder, is told the cluster's
 * version and APIs, and leaves the tests out.
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

/** What a project would have to list for these objects, and lists: the same when it is as tight as can be. */
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

/** The Namespace that `CreateNamespace=true` makes, which the project has to admit as well. */
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
