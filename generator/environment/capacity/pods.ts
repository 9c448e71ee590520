import { isPlainObject } from '../../base/merge.js';
import { type Amounts, amountNames, type Resources } from './amounts.js';
import { coresOrBytes, quantityOf } from './quantity.js';

/** Share of pods that a rollout adds: the default of the chart's rollout.maxSurge. */
const defaultSurge = '25%';

/** Reads the share of pods that a rollout adds: \`rollout.maxSurge\` of the chart's values where that makes sense. */
export function maxSurgeIn(values: Readonly<Record<string, unknown>>): string | number {
  const { rollout } = values;
  const surge = isPlainObject(rollout) ? rollout['maxSurge'] : undefined;
  if (typeof surge === 'number' && Number.isInteger(surge) && surge >= 0) return surge;
  return typeof surge === 'string' && /^[0-9]{1,3}%$/.test(surge) ? surge : defaultSurge;
}

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

/** Most that a namespace may ask for and use. */
export interface Quota {
  readonly requests: Amounts;
  readonly limits: Resources['limits'];
  readonly pods: number;
}

/** The quota that holds the worst case, and nothing more. */
export function derivedQuota(scale: Scale, { requests, limits }: Resources): Quota {
  const pods = podsInWorstCase(scale);
  const { cpu, ...rest } = timesPods(withCpu(limits), pods);
  return {
    requests: timesPods(requests, pods),
    limits: limits.cpu === undefined ? rest : { cpu, ...rest },
    pods,
  };
}

/** Counts a missing limit of CPU as none. */
export const withCpu = (limits: Resources['limits']): Amounts => ({ ...limits, cpu: limits.cpu ?? '0' });

/** Multiplies what one pod asks for by a number of pods. */
export const timesPods = (amounts: Amounts, pods: number): Amounts =>
  Object.fromEntries(amountNames.map((name) => [name, times(name, amounts[name], pods)])) as Record<
    keyof Amounts,
    string
  >;

const times = (name: keyof Amounts, amount: string, pods: number): string =>
  coresOrBytes(name, quantityOf(amount) * BigInt(pods));
