import { isPlainObject } from '../base/merge.js';
import { listAt, normalURL, type ScannedObject, type Scene, sourcesOf, textAt } from './scene.js';

/** Lists the objects in the folders of this repository that an Application reads as plain manifests, without Helm. */
export function objectsOf(application: ScannedObject, { folders, repoURL }: Scene): ScannedObject[] {
  return sourcesOf(application).flatMap(({ source }) => {
    const path = textAt(source, 'path').replace(/\/+$/, '');
    if (path === '' || normalURL(textAt(source, 'repoURL')) !== normalURL(repoURL)) return [];
    const inFolder = folders.get(path) ?? [];
    if (!recurses(source)) return [...inFolder];
    const below = [...folders].filter(([folder]) => folder.startsWith(`${path}/`));
    return [...inFolder, ...below.flatMap(([, objects]) => objects)];
  });
}

const recurses = (source: unknown): boolean =>
  isPlainObject(source) && isPlainObject(source['directory']) && source['directory']['recurse'] === true;

export const admitsRepository = (project: ScannedObject, repoURL: string): boolean =>
  listAt(project.object, 'spec', 'sourceRepos').some((allowed) =>
    matches(normalURL(String(allowed)), normalURL(repoURL)),
  );

export function admitsDestination(project: ScannedObject, destination: unknown, namespace: string): boolean {
  return listAt(project.object, 'spec', 'destinations').some(
    (allowed) => sameCluster(allowed, destination) && matches(textAt(allowed, 'namespace'), namespace),
  );
}

const ownCluster = { server: 'https://kubernetes.default.svc', name: 'in-cluster' };

/** Compares clusters by address or by name. Only of the cluster that Argo CD runs in are both known in advance. */
function sameCluster(allowed: unknown, destination: unknown): boolean {
  const aliases = (['server', 'name'] as const).map((key) => ({ key, value: textAt(destination, key) }));
  const isOwn = aliases.some(({ key, value }) => value === ownCluster[key]);
  return aliases.some(({ key, value }) => {
    const wanted = isOwn ? ownCluster[key] : value;
    return wanted !== '' && textAt(allowed, key) !== '' && matches(textAt(allowed, key), wanted);
  });
}

/** Checks whether the project lets an Application with this destination apply the object. */
export function admitsObject(project: ScannedObject, object: ScannedObject, destination: unknown): boolean {
  // The object alone does not show whether its kind is namespaced: without a namespace it may be of either sort.
  const namespace = object.namespace;
  if (namespace === '' && isListed(project, 'clusterResourceWhitelist', object)) return true;
  return (
    isListed(project, 'namespaceResourceWhitelist', object) &&
    admitsDestination(project, destination, namespace || textAt(destination, 'namespace'))
  );
}

/** Looks the object's kind up in a list. Without a list, all namespaced kinds are allowed and no cluster-wide kind. */
export function isListed(
  project: ScannedObject,
  list: 'namespaceResourceWhitelist' | 'clusterResourceWhitelist',
  object: Pick<ScannedObject, 'group' | 'kind' | 'name'>,
): boolean {
  const spec = project.object['spec'];
  if (list === 'namespaceResourceWhitelist' && !(isPlainObject(spec) && Array.isArray(spec[list]))) return true;
  return listAt(project.object, 'spec', list).some(
    (entry) =>
      matches(textAt(entry, 'group'), object.group) &&
      matches(textAt(entry, 'kind'), object.kind) &&
      (list === 'namespaceResourceWhitelist' || matches(textAt(entry, 'name') || '*', object.name)),
  );
}

/** Matches as Argo CD's globs do, for the only wildcard that is allowed here: `*` for any run of characters. */
function matches(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const [first = '', ...rest] = pattern.split('*');
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const [index, piece] of rest.entries()) {
    const found = index === rest.length - 1 ? text.length - piece.length : text.indexOf(piece, position);
    if (found < position || !text.startsWith(piece, found)) return false;
    position = found + piece.length;
  }
  return true;
}
