import { isPlainObject } from '../../base/merge.js';
import type { Environment } from '../../environment/resolve.js';

type Guest = NonNullable<Environment['gitops']['existing']>;
type Objects = readonly Readonly<Record<string, unknown>>[];

/** Namespace of an Argo CD, where its projects are. */
const argoCDNamespace = 'argocd';

/**
 * Makes the project that an environment needs in somebody's Argo CD: what projects of its own would admit, in one. Only
 * an admin of that Argo CD can put it there, or its lists into a project that is there.
 *
 * @param name of the environment
 * @param projects the AppProjects that the environment would have with an Argo CD of its own
 */
export function projectForAdmins(name: string, { namespace, project }: Guest, projects: Objects): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: project, namespace: argoCDNamespace },
    spec: {
      description: `The environment ${name}.`,
      ...(namespace !== argoCDNamespace && { sourceNamespaces: [namespace] }),
      sourceRepos: listOf(projects, 'sourceRepos'),
      destinations: listOf(projects, 'destinations'),
      clusterResourceWhitelist: listOf(projects, 'clusterResourceWhitelist'),
      namespaceResourceWhitelist: listOf(projects, 'namespaceResourceWhitelist').filter(
        (entry) => !(isPlainObject(entry) && entry['kind'] === 'AppProject'),
      ),
    },
  };
}

/** The entries of a list in all projects, each once and in one order. */
function listOf(projects: Objects, list: string): unknown[] {
  const entries = projects.flatMap(({ spec }) => (isPlainObject(spec) ? [spec[list]].flat() : []));
  const distinct = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  return [...distinct].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
}
