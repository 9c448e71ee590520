import type { EnvironmentInput } from '../schema.js';
import { type Amounts, amountNames, type Resources } from './amounts.js';
import { coresOrBytes, quantityOf } from './quantity.js';

type Pod = EnvironmentInput['workloads'][string]['pod'];
type Container = Pod['sidecars'][number];

/**
 * Adds up what a pod asks for and may use: its containers together, or the one of its init containers that needs more.
 * @param own what the service's container asks for and may use; the namespace's LimitRange gives it to containers that
 *   say nothing
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podResources(
  own: Resources,
  { sidecars, initContainers }: Pick<Pod, 'sidecars' | 'initContainers'>,
): Resources {
  if (sidecars.length + initContainers.length === 0) return own;
  const beside = [...sidecars, ...initContainers.filter(isSidecar)].map((container) => completed(container, own));
  const before = initContainers
    .filter((container) => !isSidecar(container))
    .map((container) => completed(container, own));
  const total = (kind: 'requests' | 'limits', name: keyof Amounts): string => {
    const amountOf = (resources: Resources) => quantityOf(resources[kind][name] ?? '0');
    const together = [own, ...beside].reduce((sum, each) => sum + amountOf(each), 0n);
    const most = before.map(amountOf).reduce((one, other) => (one > other ? one : other), together);
    return coresOrBytes(name, most);
  };
  const amounts = (kind: 'requests' | 'limits') =>
    Object.fromEntries(amountNames.map((name) => [name, total(kind, name)])) as Record<keyof Amounts, string>;
  const { cpu, ...limits } = amounts('limits');
  return {
    requests: amounts('requests'),
    limits: own.limits.cpu === undefined ? limits : { cpu, ...limits },
  };
}

/** An init container that goes on beside the others. */
const isSidecar = (container: Container): boolean => container['restartPolicy'] === 'Always';

/** Fills in what Kubernetes would: a request is the limit where only that is given; the rest is the LimitRange's. */
export function completed({ resources: { requests, limits } }: Container, own: Resources): Resources {
  return {
    requests: {
      ...requests,
      ephemeralStorage: requests.ephemeralStorage ?? limits.ephemeralStorage ?? own.requests.ephemeralStorage,
    },
    limits: {
      ...limits,
      cpu: limits.cpu ?? own.limits.cpu,
      ephemeralStorage: limits.ephemeralStorage ?? own.limits.ephemeralStorage,
    },
  };
}
