import { isPlainObject } from '../base/merge.js';
import { listAt, type Manifest, normalURL, type Scene, sourcesOf, textAt } from './model.js';

/** The manifests that an Application finds in the folders it reads of this repository, where no Helm is needed to know them. */
export function manifestsOf(application: Manifest, { folders, repoURL }: Scene): Manifest[] {
  return sourcesOf(application).flatMap(({ source }) => {
    const path = textAt(source, 'path').replace(/\/+$/, '');
    if (path === '' || normalURL(textAt(source, 'repoURL')) !== normalURL(repoURL)) return [];
    const right = folders.get(path) ?? [];
    if (!recurses(source)) return [...right];
    const below = [...folders].filter(([folder]) => folder.startsWith(`${path}/`));
    return [...right, ...below.flatMap(([, manifests]) => manifests)];
  });
}

const recurses = (source: unknown): boolean =>
  isPlainObject(source) && isPlainObject(source['directory']) && source['directory']['recurse'] === true;

export const admitsRepository = (project: Manifest, repoURL: string): boolean =>
  listAt(project.object, 'spec', 'sourceRepos').some((allowed) =>
    matches(normalURL(String(allowed)), normalURL(repoURL)),
  );

export function admitsDestination(project: Manifest, destination: unknown, namespace: string): boolean {
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
export function admitsObject(project: Manifest, object: Manifest, destination: unknown): boolean {
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
  project: Manifest,
  list: 'namespaceResourceWhitelist' | 'clusterResourceWhitelist',
  object: Manifest,
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

/** As Argo CD's globs do for what we allow in a pattern: `*` for any run of characters. */
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
