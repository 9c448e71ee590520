import { isPlainObject } from '../base/merge.js';
import { maxSurgeIn, shareOf } from './capacity/pods.js';
import type { Workload } from './resolve.js';

/** Gives what the chart is told of a drain. With a single pod minAvailable 1 would keep its node from ever emptying. */
export const disruptionBudget = ({ replicas }: Pick<Workload, 'replicas'>) =>
  replicas.min > 1 ? { minAvailable: 1 } : { maxUnavailable: 1 };

/** What the chart's own values say. */
const defaults = { enabled: true, minAvailable: 1, maxUnavailable: null };

/**
 * Counts the pods, of the fewest, that a drain must leave, with the workload's own values over the others. A budget
 * that names no number lets none go.
 */
export function podsThatStay(workload: Workload): number {
  const { min } = workload.replicas;
  const { podDisruptionBudget: own = {} } = workload.values;
  if (!isPlainObject(own)) return 0;
  const { enabled, minAvailable, maxUnavailable } = { ...defaults, ...disruptionBudget(workload), ...own };
  if (enabled === false) return 0;
  if (maxUnavailable !== null) return Math.max(0, min - podsOf(maxUnavailable, min));
  return minAvailable === null ? min : Math.min(min, podsOf(minAvailable, min));
}

/** What is no number is refused by the chart's schema. */
function podsOf(share: unknown, whole: number): number {
  const pods = shareOf(share as string | number, whole);
  return Number.isFinite(pods) ? pods : 1;
}

/** Whether a rollout may add a pod, or take one: Kubernetes refuses a Deployment that may do neither. */
export function mayBegin({ replicas, values }: Workload): boolean {
  const rollout = isPlainObject(values['rollout']) ? values['rollout'] : {};
  return podsOf(maxSurgeIn(values), replicas.min) > 0 || podsOf(rollout['maxUnavailable'] ?? 0, replicas.min) > 0;
}
