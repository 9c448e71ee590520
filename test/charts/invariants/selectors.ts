import { type KubernetesObject, ofKind, only, picks, podsOf } from '../objects.js';
import type { Problem } from './invariant.js';

type Labels = Readonly<Record<string, string>> | undefined;

/** Lists the selectors, each with the object that contains it. */
function selectorsOf(objects: readonly KubernetesObject[]): { object: string; selector: Labels }[] {
  const matching = (kind: 'PodDisruptionBudget' | 'Deployment') =>
    ofKind(objects, kind).map(({ metadata, spec }) => ({
      object: `${kind}/${metadata?.name}`,
      selector: spec?.selector?.matchLabels,
    }));
  return [
    ...ofKind(objects, 'Service').map(({ metadata, spec }) => ({
      object: `Service/${metadata?.name}`,
      selector: spec?.selector,
    })),
    ...ofKind(objects, 'NetworkPolicy').map(({ metadata, spec }) => ({
      object: `NetworkPolicy/${metadata?.name}`,
      selector: spec?.podSelector?.matchLabels,
    })),
    ...matching('PodDisruptionBudget'),
    ...matching('Deployment'),
  ];
}

/** Each selector matches a pod, and only those of NetworkPolicies match pods that aren't the Deployment's. */
export function selectorsMatch(objects: readonly KubernetesObject[]): Problem[] {
  const pods = podsOf(objects);
  return [
    ...selectorsOf(objects).flatMap(({ object, selector }) => {
      const picked = pods.filter(({ labels }) => picks(selector, labels));
      if (picked.length === 0) return [{ object, problem: 'selects no pod' }];
      const strangers = picked.filter(({ owner }) => owner.kind !== 'Deployment');
      return object.startsWith('NetworkPolicy') || strangers.length === 0
        ? []
        : [{ object, problem: `selects the pods of ${strangers.map(({ owner }) => owner.metadata.name)}` }];
    }),
    ...ofKind(objects, 'HorizontalPodAutoscaler').flatMap(({ metadata, spec }) => {
      const object = `HorizontalPodAutoscaler/${metadata?.name}`;
      const deployment = only(objects, 'Deployment');
      if (spec?.scaleTargetRef.name !== deployment.metadata?.name) return [{ object, problem: 'scales nothing' }];
      return deployment.spec?.replicas === undefined
        ? []
        : [{ object, problem: 'fights the Deployment, which sets replicas as well' }];
    }),
  ];
}

const changing = ['helm.sh/chart', 'app.kubernetes.io/version', 'app.kubernetes.io/managed-by'];

/** A Deployment's selector is immutable, so none of its labels depends on a version or on the installing tool. */
export function selectorsNeverChange(objects: readonly KubernetesObject[]): Problem[] {
  return selectorsOf(objects).flatMap(({ object, selector }) =>
    changing
      .filter((label) => selector?.[label] !== undefined)
      .map((label) => ({ object, problem: `selects by ${label}, which changes` })),
  );
}
