import type { Environment } from '../schema.js';
import { quantityOf } from './quantity.js';

/** Room in a pod's /tmp, the only place where the service may write. It comes off the pod's ephemeral storage. */
export const temporaryFolder = '64Mi';

type Amounts = Environment['workload']['resources']['requests'];
export const amountNames = ['cpu', 'memory', 'ephemeralStorage'] as const satisfies readonly (keyof Amounts)[];

/** A rollout adds a quarter of the pods, rounded up: the chart's maxSurge. */
export const surgeOf = (replicas: number): number => Math.ceil(replicas / 4);

/**
 * Pods that may count in the namespace's quota at once: all of the autoscaler's maximum, as many still terminating (they count until
 * they are gone, and draining a load balancer takes minutes), and a rollout's surge.
 */
export function podsInWorstCase({ max }: { readonly max: number }): number {
  return 2 * max + surgeOf(max);
}

/** What `count` pods of these amounts need: cores and bytes. */
export const timesPods = (amounts: Amounts, count: number): Record<keyof Amounts, number> => ({
  cpu: quantityOf(amounts.cpu) * count,
  memory: quantityOf(amounts.memory) * count,
  ephemeralStorage: quantityOf(amounts.ephemeralStorage) * count,
});
