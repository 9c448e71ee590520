import type { Environment } from '../schema.js';
import { quantityOf } from './quantity.js';

/** Size of a pod's /tmp, the only folder that the service may write to. It counts as ephemeral storage of the pod. */
export const temporaryFolder = '64Mi';

/** Share of pods that a rollout adds: the default of the chart's rollout.maxSurge, which no environment changes. */
export const maxSurge = '25%';

type Amounts = Environment['workload']['resources']['requests'];
export const amountNames = ['cpu', 'memory', 'ephemeralStorage'] as const satisfies readonly (keyof Amounts)[];

/** Reads `25%` or `3` as a share of a whole number, rounded up as Kubernetes does for a surge. */
export const shareOf = (share: string | number, whole: number): number =>
  typeof share === 'string' && share.endsWith('%')
    ? Math.ceil((Number(share.slice(0, -1)) * whole) / 100)
    : Number(share);

/** Settings of a Deployment and its autoscaler that decide how many pods can exist at once. */
export interface Scale {
  /** Maximum of replicas. */
  readonly max: number;
  /** The Deployment's maxSurge: `25%` or `3`. */
  readonly maxSurge: string | number;
}

/**
 * Counts the pods that may use the namespace's quota at once: the autoscaler's maximum, as many that still terminate
 * (they count until they are gone, and draining a load balancer takes minutes), and a rollout's surge.
 */
export const podsInWorstCase = (scale: Scale): number => 2 * scale.max + shareOf(scale.maxSurge, scale.max);

/** Multiplies one pod's amounts by a number of pods. The results are billionths of cores and bytes. */
export const timesPods = (amounts: Amounts, count: number): Record<keyof Amounts, bigint> => ({
  cpu: quantityOf(amounts.cpu) * BigInt(count),
  memory: quantityOf(amounts.memory) * BigInt(count),
  ephemeralStorage: quantityOf(amounts.ephemeralStorage) * BigInt(count),
});
