import type { Cluster } from './cluster.js';
import type { Network } from './network.js';

type NodeGroup = Cluster['nodeGroups'][number];

/** A node group as EKS has it. */
export interface ManagedNodeGroup extends Omit<NodeGroup, 'zones'> {
  /** Its zones; undefined where it spans all. */
  readonly zones: readonly string[] | undefined;
}

/** What a cluster is made of, as far as node groups depend on it. */
interface Where {
  readonly cluster: Pick<Cluster, 'nodeGroups'>;
  readonly network: Pick<Network, 'availabilityZones'>;
}

/** Lists the node groups that EKS gets: a group that is in each zone is one group a zone there. */
export const managedNodeGroups = ({ cluster, network }: Where): ManagedNodeGroup[] =>
  cluster.nodeGroups.flatMap((group) => managedGroupsOf(group, network.availabilityZones));

/**
 * Gives the node groups that EKS gets for one of the environment. A volume is in one zone, and an Auto Scaling group of
 * several brings a new node in any of them: divided, the autoscaler can have one where a pod's volume is.
 */
export function managedGroupsOf({ zones, ...group }: NodeGroup, all: readonly string[]): ManagedNodeGroup[] {
  if (zones === 'all') return [{ ...group, zones: undefined }];
  if (zones !== 'each') return [{ ...group, zones }];
  // EKS takes no group that may have no node.
  const used = all.slice(0, group.max);
  return used.map((zone, index) => ({
    ...group,
    name: `${group.name}-${suffixOf(zone)}`,
    min: shareOf(group.min, used.length, index),
    max: shareOf(group.max, used.length, index),
    zones: [zone],
  }));
}

/** Divides a number into whole shares: the first ones take what is left over. */
const shareOf = (total: number, parts: number, index: number): number =>
  Math.floor(total / parts) + (index < total % parts ? 1 : 0);

/** What tells a zone from the others of its region: a letter. */
const suffixOf = (zone: string): string => zone.slice(-1);
