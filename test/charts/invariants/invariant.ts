import type { KubernetesObject } from '../objects.js';

/** Facts about the cluster that the objects don't contain. */
export interface Surroundings {
  /** Subnets from which load balancers reach pods. */
  readonly loadBalancerSubnets: readonly string[];
  /** Namespace of Prometheus. */
  readonly monitoringNamespace: string;
  /** Names of Secrets that aren't made by the chart. */
  readonly existingSecrets?: readonly string[];
}

/** An object that violates an invariant, and why. */
export interface Problem {
  /** `Kind/name` */
  readonly object: string;
  readonly problem: string;
}

export type Invariant = (objects: readonly KubernetesObject[], surroundings: Surroundings) => Problem[];
