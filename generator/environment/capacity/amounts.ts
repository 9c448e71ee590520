import type { EnvironmentInput } from '../schema.js';
import { bytesText, quantityOf } from './quantity.js';

type WorkloadInput = EnvironmentInput['workloads'][string];

/** What one pod asks for, or may use: Kubernetes quantities. */
export interface Amounts {
  readonly cpu: string;
  readonly memory: string;
  readonly ephemeralStorage: string;
}

export interface Resources {
  readonly requests: Amounts;
  /** Without `cpu` a pod may use what its node has to spare. */
  readonly limits: Omit<Amounts, 'cpu'> & { readonly cpu?: string | undefined };
}

export const amountNames = ['cpu', 'memory', 'ephemeralStorage'] as const satisfies readonly (keyof Amounts)[];

/** Room in a pod's /tmp, the only place where the service may write. It comes off the pod's ephemeral storage. */
export const temporaryFolder = '64Mi';

/** Scratch disk beside /tmp and the model: the container's log until it is rotated, and a reserve. */
const logs = '448Mi';

const requestedScratch = '128Mi';

/** Fills in the scratch disk: what a pod writes is /tmp, its model and its log. */
export function derivedResources(
  { requests, limits }: WorkloadInput['resources'],
  model: { readonly sizeLimit: string } | undefined,
): Resources {
  const scratch = limits.ephemeralStorage ?? bytesText(scratchNeeded(model) + quantityOf(logs));
  const requested = requests.ephemeralStorage ?? smaller(requestedScratch, scratch);
  return { requests: { ...requests, ephemeralStorage: requested }, limits: { ...limits, ephemeralStorage: scratch } };
}

/** Adds up what a pod may fill, in billionths of a byte. */
export const scratchNeeded = (model: { readonly sizeLimit: string } | undefined): bigint =>
  quantityOf(temporaryFolder) + quantityOf(model?.sizeLimit ?? '0');

const smaller = (a: string, b: string): string => (quantityOf(a) <= quantityOf(b) ? a : b);
