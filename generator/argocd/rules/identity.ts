import { finding, groupOf, isGiven, kindOf, type Manifest, nameOf, namespaceOf, type Rule, valueAt } from '../model.js';

/** Each object says what it is, and no two are the same: the second would overwrite the first at every sync. */
export const identity: Rule = ({ manifests }) => {
  const first = new Map<string, Manifest>();
  return manifests.flatMap((manifest) => {
    const absent = ['apiVersion', 'kind'].filter((key) => !isGiven(valueAt(manifest.object, key)));
    if (absent.length > 0)
      return [
        finding(manifest, 'identity', [], `There is no ${absent.join(' and no ')}: this is no Kubernetes object.`),
      ];
    if (nameOf(manifest) === '')
      return [finding(manifest, 'identity', ['metadata'], 'There is no name: give the object one.')];
    const key = identityOf(manifest);
    const other = first.get(key);
    first.set(key, other ?? manifest);
    return other
      ? [finding(manifest, 'name-collision', ['metadata', 'name'], `${key} is in ${other.file} as well.`)]
      : [];
  });
};

/** `Application argocd/ml-inference-prod`, with its group where it has one. */
export function identityOf(manifest: Manifest): string {
  const kind = [kindOf(manifest), groupOf(manifest)].filter(Boolean).join('.');
  return `${kind} ${[namespaceOf(manifest), nameOf(manifest)].filter(Boolean).join('/')}`;
}
