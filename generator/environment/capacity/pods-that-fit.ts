import { bears, placementOf } from '../pod-placement.js';
import type { Environment, Workload } from '../resolve.js';
import { addOnKinds, fitsAtMost, fleetOf, kindsOf, mostOf, type NodeGroup, requestOf, roomOfGroup } from './fleet.js';
import { amountKeys, pack } from './pack.js';

/**
 * Counts the pods of a workload that its node groups carry at their most, beside those of add-ons, and without other
 * workloads; undefined where an instance type isn't known, and of a cluster that exists.
 */
export function podsThatFit(environment: Environment, workload: Workload): number | undefined {
  const { cluster } = environment;
  const placement = placementOf(workload, cluster);
  const groups = cluster.nodeGroups.filter((group) => bears(group, placement));
  if (!isKnown(groups, cluster)) return undefined;
  const nodes = fleetOf(environment, mostOf(cluster.nodeGroups));
  const { left } = pack(addOnKinds(environment), nodes);
  const request = requestOf(workload);
  const asked = amountKeys.filter((key) => request[key] > 0);
  return nodes.reduce((pods, { group }, index) => {
    const room = left[index];
    if (room === undefined || !bears(group, placement)) return pods;
    return pods + Math.max(0, Math.floor(Math.min(...asked.map((key) => room[key] / request[key]))));
  }, 0);
}

/** Whether the node groups at their most carry every workload at its most; not where their nodes aren't known. */
export function holdsAll(environment: Environment): boolean {
  const kinds = kindsOf(environment, ({ replicas }) => replicas.max);
  return knowsNodes(environment) && fitsAtMost(environment, kinds);
}

/** Whether it is known what each node has. */
export const knowsNodes = ({ cluster }: Environment): boolean => isKnown(cluster.nodeGroups, cluster);

const isKnown = (groups: readonly NodeGroup[], { existing }: Environment['cluster']): boolean =>
  existing === undefined && groups.every((group) => roomOfGroup(group) !== undefined);
