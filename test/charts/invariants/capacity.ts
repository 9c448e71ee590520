import { quantityOf } from '../../../generator/environment/capacity/quantity.js';
import { containersOf, type KubernetesObject, ofKind, only, type Pods, podsOf } from '../objects.js';
import type { Problem } from './invariant.js';

/** Sums of quantities are compared with a hair's tolerance: they are floating-point numbers. */
const exceeds = (needed: number, available: number) => needed > available * (1 + 1e-9);

/** 3 or "25%" of a number, rounded up. */
export function shareOf(share: string | number | undefined, whole: number): number {
  return typeof share === 'string' && share.endsWith('%')
    ? Math.ceil((Number.parseInt(share, 10) * whole) / 100)
    : Number(share ?? 0);
}

/** The most pods that the objects ask for: the autoscaler's maximum, or the Deployment's own number. */
export function replicasOf(objects: readonly KubernetesObject[]): { min: number; max: number } {
  const autoscaler = ofKind(objects, 'HorizontalPodAutoscaler')[0]?.spec;
  const fixed = only(objects, 'Deployment').spec?.replicas ?? 1;
  return { min: autoscaler?.minReplicas ?? fixed, max: autoscaler?.maxReplicas ?? fixed };
}

/** What a pod counts for: its containers together, or its greediest init container where that asks for more. */
function podAmount(pods: Pods, list: 'requests' | 'limits', resource: string): number | undefined {
  const amount = (container: (typeof pods.spec.containers)[number]) =>
    quantityOf(String(container.resources?.[list]?.[resource]));
  const together = pods.spec.containers.map(amount).reduce((sum, each) => sum + each, 0);
  return Math.max(together, ...(pods.spec.initContainers ?? []).map(amount));
}

/** Twice the most replicas (those that drain still count) and a rollout's surge fit the quota. */
export function quotaHoldsTheWorstCase(objects: readonly KubernetesObject[]): Problem[] {
  const deployment = only(objects, 'Deployment');
  const pods = podsOf(objects).find(({ owner }) => owner.kind === 'Deployment') as Pods;
  const { max } = replicasOf(objects);
  const count = 2 * max + shareOf(deployment.spec?.strategy?.rollingUpdate?.maxSurge, max);
  return ofKind(objects, 'ResourceQuota').flatMap(({ metadata, spec }) =>
    Object.entries(spec?.hard ?? {}).flatMap(([name, hard]) => {
      const [list, resource] = name.split('.');
      const each = resource ? podAmount(pods, list as 'requests' | 'limits', resource) : name === 'pods' ? 1 : 0;
      const needed = count * Number(each);
      if (Number.isNaN(needed)) return [{ object: `ResourceQuota/${metadata?.name}`, problem: `${name} isn't stated` }];
      return exceeds(needed, quantityOf(String(hard)))
        ? [{ object: `ResourceQuota/${metadata?.name}`, problem: `${name}: ${count} pods need more than ${hard}` }]
        : [];
    }),
  );
}

/** Every emptyDir has a size, and together they fit what the pod may write before it is evicted. */
export function scratchSpaceFits(objects: readonly KubernetesObject[]): Problem[] {
  return podsOf(objects).flatMap((pods) => {
    const object = `${pods.owner.kind}/${pods.owner.metadata.name}`;
    const sizes = (pods.spec.volumes ?? [])
      .filter(({ emptyDir }) => emptyDir)
      .map(({ emptyDir }) => quantityOf(String(emptyDir?.sizeLimit)));
    if (sizes.some(Number.isNaN)) return [{ object, problem: 'has an emptyDir without a size' }];
    const unlimited = containersOf(pods.spec).filter(({ resources }) => !resources?.limits?.['ephemeral-storage']);
    if (unlimited.length > 0) return [{ object, problem: `${unlimited[0]?.name} may fill the node's disk` }];
    const limit = podAmount(pods, 'limits', 'ephemeral-storage') ?? 0;
    const needed = sizes.reduce((sum, each) => sum + each, 0);
    return exceeds(needed, limit) ? [{ object, problem: 'is evicted before its emptyDirs are full' }] : [];
  });
}
