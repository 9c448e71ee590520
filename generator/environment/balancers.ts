import type { Workload } from './resolve.js';

type Ingress = Workload['exposure']['ingress'];

/** Lists application load balancers, each by an ingress of it: those of one group share one. */
export function applicationBalancers(workloads: readonly Workload[]): Ingress[] {
  const enabled = workloads.filter(({ exposure }) => exposure.ingress.enabled);
  // No name of a group begins with a slash.
  return [
    ...new Map(
      enabled.map(({ key, exposure: { ingress } }) => [ingress.group ?? `/${key}`, ingress] as const),
    ).values(),
  ];
}
