import { podsInWorstCase } from '../../../generator/environment/capacity/pods.js';
import { isQuantity, quantityOf } from '../../../generator/environment/capacity/quantity.js';
import { containersOf, type KubernetesObject, ofKind, only, type Pods, podsOf } from '../objects.js';
import type { Problem } from './invariant.js';

/** Reads the range of replicas: of the autoscaler, or else the Deployment's fixed number. */
export function replicasOf(objects: readonly KubernetesObject[]): { min: number; max: number } {
  const byKEDA = ofKind(objects, 'ScaledObject')[0]?.spec;
  if (byKEDA) return { min: byKEDA.minReplicaCount, max: byKEDA.maxReplicaCount };
  const autoscaler = ofKind(objects, 'HorizontalPodAutoscaler')[0]?.spec;
  const fixed = only(objects, 'Deployment').spec?.replicas ?? 1;
  return { min: autoscaler?.minReplicas ?? fixed, max: autoscaler?.maxReplicas ?? fixed };
}

/**
 * Computes the amount that a pod counts for, in billionths: the sum of its containers, or that of its largest init
 * container where this is more.
 * @returns undefined where a container states no amount
 */
function podAmount(pods: Pods, list: 'requests' | 'limits', resource: string): bigint | undefined {
  const amount = (container: (typeof pods.spec.containers)[number]) => stated(container.resources?.[list]?.[resource]);
  const containers = pods.spec.containers.map(amount);
  const inits = (pods.spec.initContainers ?? []).map(amount);
  if ([...containers, ...inits].includes(undefined)) return undefined;
  const together = (containers as bigint[]).reduce((sum, each) => sum + each, 0n);
  return (inits as bigint[]).reduce((most, each) => (each > most ? each : most), together);
}

const stated = (quantity: unknown): bigint | undefined =>
  isQuantity(String(quantity)) ? quantityOf(String(quantity)) : undefined;

/** Twice the maximum of replicas (pods that terminate still count) and a rollout's surge fit the quota. */
export function quotaHoldsTheWorstCase(objects: readonly KubernetesObject[]): Problem[] {
  const deployment = only(objects, 'Deployment');
  const pods = podsOf(objects).find(({ owner }) => owner.kind === 'Deployment') as Pods;
  const { max } = replicasOf(objects);
  const count = podsInWorstCase({ max, maxSurge: deployment.spec?.strategy?.rollingUpdate?.maxSurge ?? 0 });
  return ofKind(objects, 'ResourceQuota').flatMap(({ metadata, spec }) =>
    Object.entries(spec?.hard ?? {}).flatMap(([name, hard]) => {
      const [list, resource] = name.split('.');
      const one = name === 'pods' ? quantityOf('1') : 0n;
      const each = resource ? podAmount(pods, list as 'requests' | 'limits', resource) : one;
      if (each === undefined) return [{ object: `ResourceQuota/${metadata?.name}`, problem: `${name} isn't stated` }];
      return each * BigInt(count) > quantityOf(String(hard))
        ? [{ object: `ResourceQuota/${metadata?.name}`, problem: `${name}: ${count} pods need more than ${hard}` }]
        : [];
    }),
  );
}

/** Every emptyDir has a size, and their sum fits the pod's limit of ephemeral storage, above which it is evicted. */
export function scratchSpaceFits(objects: readonly KubernetesObject[]): Problem[] {
  return podsOf(objects).flatMap((pods) => {
    const object = `${pods.owner.kind}/${pods.owner.metadata.name}`;
    const sizes = (pods.spec.volumes ?? [])
      .filter(({ emptyDir }) => emptyDir)
      .map(({ emptyDir }) => stated(emptyDir?.sizeLimit));
    if (sizes.includes(undefined)) return [{ object, problem: 'has an emptyDir without a size' }];
    const unlimited = containersOf(pods.spec).filter(({ resources }) => !resources?.limits?.['ephemeral-storage']);
    if (unlimited.length > 0) return [{ object, problem: `${unlimited[0]?.name} may fill the node's disk` }];
    const limit = podAmount(pods, 'limits', 'ephemeral-storage') ?? 0n;
    const needed = (sizes as bigint[]).reduce((sum, each) => sum + each, 0n);
    return needed > limit ? [{ object, problem: 'is evicted before its emptyDirs are full' }] : [];
  });
}
