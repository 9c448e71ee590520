import { fleetOf, kindsOf, mostOf, requestOf } from '../environment/capacity/fleet.js';
import type { Finding } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { fitsSomewhere, fitsWith, type Scenario, type ScenarioResult } from './scenarios.js';

type Place = Pick<Finding, 'path' | 'message'>;

/** So many more nodes are tried of each group, and fewer where packing takes long. */
const mostNodesMore = 60;

/** So often a pod may be held against a node in all of that: about a second. */
const mostComparisons = 200_000_000;

/**
 * Finds the smallest edit by which every pod has a place: the fewest nodes more of one group; else fewer pods, or pods
 * that ask for less. Where pods should have a node, it says how that they wait is allowed.
 */
export function mendOf(environment: Environment, scenario: Scenario, result: ScenarioResult): Finding {
  const { path, message } =
    tooLarge(environment, scenario) ?? moreNodes(environment, scenario) ?? fewerPods(environment, result);
  if (!result.promised) return { severity: 'warning', rule: 'capacity', path, message };
  const allowed = [...environment.cluster.podsMayWait, scenario.moment].join(', ');
  const allowing = `Or allow it: cluster.podsMayWait: [${allowed}].`;
  return { severity: 'error', rule: 'capacity', path, message: `${message} ${allowing}` };
}

/** A pod for which no node is large enough: nothing but a smaller request or larger nodes will do. */
function tooLarge(environment: Environment, scenario: Scenario): Place | undefined {
  const { nodeGroups } = environment.cluster;
  const nodes = fleetOf(environment, mostOf(nodeGroups), scenario.lostZone);
  const lost = kindsOf(environment, () => 1).find((kind) => !fitsSomewhere(kind, nodes));
  const workload = environment.workloads.find(({ key }) => key === lost?.name);
  if (!workload) return undefined;
  const path = ['workloads', workload.key, 'resources', 'requests'];
  const { cpu, memory } = requestOf(workload);
  const asks = `${cpu}m CPU and ${Math.ceil(memory / 2 ** 20)}Mi`;
  return { path, message: `No node has room for a pod of ${workload.key}, which asks for ${asks}: ask for less.` };
}

function moreNodes(environment: Environment, scenario: Scenario): Place | undefined {
  const { nodeGroups } = environment.cluster;
  const pods = kindsOf(environment, scenario.podsOf).reduce((sum, { count }) => sum + count, 0);
  const nodes = nodeGroups.reduce((sum, { max }) => sum + max, 0);
  const most = Math.min(mostNodesMore, Math.ceil(mostComparisons / (pods * nodes * nodeGroups.length)));
  for (let more = 1; more <= most; more += 1) {
    const index = nodeGroups.findIndex(({ name, max }) => fitsWith(environment, scenario, name, max + more));
    const group = nodeGroups[index];
    if (!group) continue;
    const path = ['cluster', 'nodeGroups', index, 'max'];
    const message = `Pods wait ${scenario.name}: with max ${group.max + more} of ${group.name} all have a node.`;
    return { path, message };
  }
  return undefined;
}

/** What else there is to say: pods of a workload that are too many, or of an add-on that no node bears. */
function fewerPods({ workloads }: Environment, { scenario, workloads: placed, addOns }: ScenarioResult): Place {
  const short = placed.find((one) => one.placed < one.wanted);
  const workload = workloads.find(({ key }) => key === short?.name);
  if (short && workload) {
    const path = ['workloads', workload.key, 'replicas', 'max'];
    return { path, message: `${short.wanted - short.placed} pods of ${workload.key} wait ${scenario}: allow fewer.` };
  }
  const names = addOns.map(({ name }) => name).join(', ');
  const message = `Pods of ${names} wait ${scenario}: they need a group without taints, with larger nodes or more.`;
  return { path: ['cluster', 'nodeGroups'], message };
}
