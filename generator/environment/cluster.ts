import { newestVersion } from './data/kubernetes.js';
import type { EnvironmentInput } from './schema.js';

type ClusterInput = EnvironmentInput['cluster'];
type NewCluster = Exclude<ClusterInput, { existing: unknown }>;
type ExistingCluster = Extract<ClusterInput, { existing: unknown }>;

/** A cluster, whether Terraform makes it or it exists: what every layer may ask of either. */
export interface Cluster extends Omit<NewCluster, 'eksAddons'> {
  /** None of a cluster that exists: its owner installs them. */
  readonly eksAddons: Partial<NewCluster['eksAddons']>;
  readonly existing: ExistingCluster['existing'] | undefined;
}

/** Gives the minor version of a Kubernetes version such as 1.35. */
export const minorOf = (version: string): number => Number(version.split('.')[1]);

/** Of a cluster that exists nothing is known but its name: nodes, endpoint and who may use it are its owner's. */
export function resolveCluster(input: ClusterInput): Cluster {
  if (!('existing' in input)) return { ...input, existing: undefined };
  const { existing, deletionProtection } = input;
  return {
    name: existing.name,
    version: existing.version ?? newestVersion,
    deletionProtection,
    publicAccess: false,
    publicAccessCidrs: [],
    accessEntries: [],
    logRetentionDays: 365,
    nodeGroups: [],
    podsMayWait: [],
    karpenterPools: {},
    eksAddons: {},
    existing,
  };
}
