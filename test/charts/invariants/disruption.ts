import { shareOf } from '../../../generator/environment/capacity/pods.js';
import { type KubernetesObject, ofKind, only, picks, podsOf } from '../objects.js';
import { replicasOf } from './capacity.js';
import type { Problem } from './invariant.js';

/** Each pod has at most one disruption budget, which always allows one eviction, of healthy and unhealthy pods. */
export function budgetNeverBlocksADrain(objects: readonly KubernetesObject[]): Problem[] {
  const { min } = replicasOf(objects);
  const budgets = ofKind(objects, 'PodDisruptionBudget');
  const blocking = budgets.flatMap(({ metadata, spec }) => {
    const object = `PodDisruptionBudget/${metadata?.name}`;
    const free =
      spec?.maxUnavailable === undefined
        ? min - shareOf(spec?.minAvailable ?? 0, min)
        : shareOf(spec.maxUnavailable, min);
    return [
      ...(free < 1 ? [{ object, problem: `lets none of ${min} pods go` }] : []),
      ...(spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow'
        ? []
        : [{ object, problem: 'keeps pods that are not healthy from being evicted' }]),
    ];
  });
  const contested = podsOf(objects)
    .filter(({ labels }) => budgets.filter(({ spec }) => picks(spec?.selector?.matchLabels, labels)).length > 1)
    .map(({ owner }) => ({ object: `${owner.kind}/${owner.metadata.name}`, problem: 'has two disruption budgets' }));
  return [...blocking, ...contested];
}

/** A rollout adds pods before it removes any. */
export function rolloutsKeepCapacity(objects: readonly KubernetesObject[]): Problem[] {
  const { metadata, spec } = only(objects, 'Deployment');
  const { maxSurge, maxUnavailable } = spec?.strategy?.rollingUpdate ?? {};
  const object = `Deployment/${metadata?.name}`;
  const { min } = replicasOf(objects);
  return [
    ...(shareOf(maxUnavailable ?? '25%', min) > 0
      ? [{ object, problem: 'takes pods away before new ones serve' }]
      : []),
    ...(shareOf(maxSurge ?? '25%', min) < 1 ? [{ object, problem: 'can never begin a rollout' }] : []),
  ];
}

/** Seconds for which a load balancer goes on sending to a pod that was deregistered. */
const stillSending = 120;

/** A pod sleeps until the load balancer sends it no more requests, and has time to answer before it is killed. */
export function podsLeaveGently(objects: readonly KubernetesObject[]): Problem[] {
  const { metadata, spec } = only(objects, 'Deployment');
  const pod = spec?.template.spec;
  const sleeps = (pod?.containers ?? []).map(
    // kubernetes-types describes a version in which `sleep` was new, and lacks it.
    ({ lifecycle }) => (lifecycle?.preStop as { sleep?: { seconds: number } } | undefined)?.sleep?.seconds ?? 0,
  );
  const sleep = Math.min(...sleeps);
  const behindLoadBalancer = ofKind(objects, 'Service').some(
    ({ spec: service }) => service?.type === 'LoadBalancer' && picks(service.selector, spec?.template.metadata?.labels),
  );
  const object = `Deployment/${metadata?.name}`;
  return [
    ...(sleep >= (pod?.terminationGracePeriodSeconds ?? 30)
      ? [{ object, problem: 'is killed while it sleeps before stopping' }]
      : []),
    ...(sleep < (behindLoadBalancer ? stillSending : 5)
      ? [{ object, problem: `stops after ${sleep} seconds, while traffic still comes` }]
      : []),
  ];
}
