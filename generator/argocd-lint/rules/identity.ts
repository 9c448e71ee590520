import { isGiven, type Rule, type ScannedObject, valueAt } from '../scene.js';

/** Each object has an apiVersion, a kind and a name. */
export const identity: Rule = {
  name: 'identity',
  *check({ objects }) {
    for (const scanned of objects) {
      const absent = ['apiVersion', 'kind'].filter((key) => !isGiven(valueAt(scanned.object, key)));
      if (absent.length > 0) {
        const message = `There is no ${absent.join(' and no ')}: this is no Kubernetes object.`;
        yield { in: scanned, path: [], message };
      } else if (scanned.name === '') {
        yield { in: scanned, path: ['metadata'], message: 'There is no name: give the object one.' };
      }
    }
  },
};

/** No two objects have the same kind, namespace and name: the second would overwrite the first at every sync. */
export const nameCollision: Rule = {
  name: 'name-collision',
  *check({ objects }) {
    const first = new Map<string, ScannedObject>();
    for (const scanned of objects) {
      if (scanned.kind === '' || scanned.name === '') continue;
      const key = identityOf(scanned);
      const other = first.get(key);
      first.set(key, other ?? scanned);
      if (other) yield { in: scanned, path: ['metadata', 'name'], message: `${key} is in ${other.file} as well.` };
    }
  },
};

/** Formats an object's kind, group, namespace and name: `Application.argoproj.io argocd/ml-inference-prod`. */
export function identityOf(scanned: ScannedObject): string {
  const kind = [scanned.kind, scanned.group].filter(Boolean).join('.');
  return `${kind} ${[scanned.namespace, scanned.name].filter(Boolean).join('/')}`;
}
