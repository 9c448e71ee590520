import type { KubernetesObject } from '../objects.js';

/** What can't be read from the objects themselves. */
export interface Surroundings {
  /** Subnets from which load balancers reach pods. */
  readonly loadBalancerSubnets: readonly string[];
  /** Namespace of Prometheus. */
  readonly monitoringNamespace: string;
  /** Secrets that somebody else makes. */
  readonly existingSecrets?: readonly string[];
}

/** A sentence on one object that breaks an invariant. */
export interface Problem {
  /** `Kind/name` */
  readonly object: string;
  readonly problem: string;
}

export type Invariant = (objects: readonly KubernetesObject[], surroundings: Surroundings) => Problem[];
