import type { Environment } from '../schema.js';
import { quantityOf } from './quantity.js';

/** Room in a pod's /tmp, the only place where the service may write. It comes off the pod's ephemeral storage. */
export const temporaryFolder = '64Mi';

/** Pods that a rollout adds: the default of the chart's rollout.maxSurge, which no environment changes. */
export const maxSurge = '25%';

type Amounts = Environment['workload']['resources']['requests'];
export const amountNames = ['cpu', 'memory', 'ephemeralStorage'] as const satisfies readonly (keyof Amounts)[];

/** Reads `25%` or `3` as a share of a whole number, rounded up as Kubernetes does for a surge. */
export const shareOf = (share: string | number, whole: number): number =>
  typeof share === 'string' && share.endsWith('%')
    ? Math.ceil((Number(share.slice(0, -1)) * whole) / 100)
    : Number(share);

/** What a Deployment and its autoscaler ask for. */
export interface Scale {
  /** Most replicas. */
  readonly max: number;
  /** `25%` or `3`: the Deployment's own. */
  readonly maxSurge: string | number;
}

/**
 * Counts the pods that may be in the namespace's quota at once: all of the autoscaler's maximum, as many still terminating (they count until
 * they are gone, and draining a load balancer takes minutes), and a rollout's surge.
 */
export const podsInWorstCase = (scale: Scale): number => 2 * scale.max + shareOf(scale.maxSurge, scale.max);

/** Multiplies what one pod asks for by a number of pods: billionths of cores and bytes. */
export const timesPods = (amounts: Amounts, count: number): Record<keyof Amounts, bigint> => ({
  cpu: quantityOf(amounts.cpu) * BigInt(count),
  memory: quantityOf(amounts.memory) * BigInt(count),
  ephemeralStorage: quantityOf(amounts.ephemeralStorage) * BigInt(count),
});
