import { isPlainObject } from '../base/merge.js';
import { kindText, namespacedKinds } from '../environment/manifests.js';
import { admitsDestination, isListed } from './admission.js';
import { type ScannedObject, scan, textAt, valueAt } from './scene.js';

/** The Application of an add-on and its project. */
export interface Admission {
  /** Key of the add-on. */
  readonly key: string;
  readonly application: ScannedObject;
  readonly project: ScannedObject;
}

/** Tells what a chart makes that the add-on's project doesn't admit, each kind and each namespace once. */
export function refusedObjects({ key, application, project }: Admission, objects: readonly unknown[]): string[] {
  const destination = valueAt(application.object, 'spec', 'destination');
  const messages = objects
    .filter(isPlainObject)
    .map((object) => scan('', 0, object))
    .filter(({ kind }) => kind !== '')
    .flatMap((object) => refusal(object, key, project, destination) ?? []);
  return [...new Set(messages)].sort();
}

function refusal(object: ScannedObject, key: string, project: ScannedObject, destination: unknown): string | undefined {
  const { group, kind, namespace } = object;
  const name = group === '' ? kind : `${group}/${kind}`;
  const isNamespaced = namespace !== '' || (namespacedKinds as readonly string[]).includes(kindText({ group, kind }));
  const target = namespace || textAt(destination, 'namespace');
  if (!isNamespaced && isListed(project, 'clusterResourceWhitelist', object)) return undefined;
  if (!isListed(project, 'namespaceResourceWhitelist', object)) {
    const list = isNamespaced ? `{ namespaced: [${name}] }` : `{ cluster: [${name}] }, or namespaced if it is that`;
    return `The chart makes ${name} objects, which its project doesn't admit: say addons.${key}.kinds: ${list}.`;
  }
  return admitsDestination(project, destination, target)
    ? undefined
    : `The chart puts ${name} objects into the namespace ${target}, which its project doesn't admit: its template ` +
        `argocd/addons/${key}/application.yaml.hbs lists it in namespaces.`;
}
