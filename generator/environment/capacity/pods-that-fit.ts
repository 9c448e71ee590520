import { bears, placementOf } from '../pod-placement.js';
import type { Environment, Workload } from '../resolve.js';
import { fleetOf, kindsOf, mostOf, requestOf, roomOfGroup } from './fleet.js';
import { amountKeys, pack } from './pack.js';

/**
 * Counts the pods of a workload that its node groups carry at their most, beside those of add-ons, and without other
 * workloads; undefined where an instance type isn't known, and of a cluster that exists.
 */
export function podsThatFit(environment: Environment, workload: Workload): number | undefined {
  const { cluster } = environment;
  const placement = placementOf(workload, cluster);
  const groups = cluster.nodeGroups.filter((group) => bears(group, placement));
  if (cluster.existing || groups.some((group) => roomOfGroup(group) === undefined)) return undefined;
  const nodes = fleetOf(environment, mostOf(cluster.nodeGroups));
  const { left } = pack(
    kindsOf({ ...environment, workloads: [] }, () => 0),
    nodes,
  );
  const request = requestOf(workload);
  const asked = amountKeys.filter((key) => request[key] > 0);
  return nodes.reduce((pods, { group }, index) => {
    const room = left[index];
    if (room === undefined || !bears(group, placement)) return pods;
    return pods + Math.max(0, Math.floor(Math.min(...asked.map((key) => room[key] / request[key]))));
  }, 0);
}
