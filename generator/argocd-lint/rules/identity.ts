import { finding, isGiven, type Manifest, type Rule, valueAt } from '../model.js';

/** Each object says what it is, and no two are the same: the second would overwrite the first at every sync. */
export const identity: Rule = ({ manifests }) => {
  const first = new Map<string, Manifest>();
  return manifests.flatMap((manifest) => {
    const absent = ['apiVersion', 'kind'].filter((key) => !isGiven(valueAt(manifest.object, key)));
    if (absent.length > 0)
      return [
        finding(manifest, 'identity', [], `There is no ${absent.join(' and no ')}: this is no Kubernetes object.`),
      ];
    if (manifest.name === '')
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
  const kind = [manifest.kind, manifest.group].filter(Boolean).join('.');
  return `${kind} ${[manifest.namespace, manifest.name].filter(Boolean).join('/')}`;
}
