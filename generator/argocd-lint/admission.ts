import { isPlainObject } from '../base/merge.js';
import { listAt, normalURL, type ScannedObject, type Scene, sourcesOf, textAt } from './scene.js';

/** Lists the objects that an Application finds in the folders it reads of this repository, where no Helm is needed to know them. */
export function objectsOf(application: ScannedObject, { folders, repoURL }: Scene): ScannedObject[] {
  return sourcesOf(application).flatMap(({ source }) => {
    const path = textAt(source, 'path').replace(/\/+$/, '');
    if (path === '' || normalURL(textAt(source, 'repoURL')) !== normalURL(repoURL)) return [];
    const right = folders.get(path) ?? [];
    if (!recurses(source)) return [...right];
    const below = [...folders].filter(([folder]) => folder.startsWith(`${path}/`));
    return [...right, ...below.flatMap(([, objects]) => objects)];
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

/** A cluster is known by its address and by its name; only of its own does Argo CD know both beforehand. */
function sameCluster(allowed: unknown, destination: unknown): boolean {
  const aliases = (['server', 'name'] as const).map((key) => ({ key, value: textAt(destination, key) }));
  const isOwn = aliases.some(({ key, value }) => value === ownCluster[key]);
  return aliases.some(({ key, value }) => {
    const wanted = isOwn ? ownCluster[key] : value;
    return wanted !== '' && textAt(allowed, key) !== '' && matches(textAt(allowed, key), wanted);
  });
}

/** Whether the project lets an Application with this destination apply the object. */
export function admitsObject(project: ScannedObject, object: ScannedObject, destination: unknown): boolean {
  // Whether a kind is namespaced is the cluster's knowledge; without a namespace it may be of either sort.
  const namespace = object.namespace;
  if (namespace === '' && isListed(project, 'clusterResourceWhitelist', object)) return true;
  return (
    isListed(project, 'namespaceResourceWhitelist', object) &&
    admitsDestination(project, destination, namespace || textAt(destination, 'namespace'))
  );
}

/** Without a list of namespaced kinds all are allowed; without one of cluster kinds none is. */
function isListed(
  project: ScannedObject,
  list: 'namespaceResourceWhitelist' | 'clusterResourceWhitelist',
  object: ScannedObject,
) {
  const spec = project.object['spec'];
  if (list === 'namespaceResourceWhitelist' && !(isPlainObject(spec) && Array.isArray(spec[list]))) return true;
  return listAt(project.object, 'spec', list).some(
    (entry) =>
      matches(textAt(entry, 'group'), object.group) &&
      matches(textAt(entry, 'kind'), object.kind) &&
      (list === 'namespaceResourceWhitelist' || matches(textAt(entry, 'name') || '*', object.name)),
  );
}

/** Matches as Argo CD's globs do, for the one pattern that is allowed here: `*` for any run of characters. */
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
