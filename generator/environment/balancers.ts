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

/** Counts the workloads that share a workload's application load balancer, itself included. */
export const sharersOf = (workloads: readonly Workload[], { exposure: { ingress } }: Workload): number =>
  ingress.group === undefined
    ? 1
    : workloads.filter((other) => other.exposure.ingress.enabled && other.exposure.ingress.group === ingress.group)
        .length;
