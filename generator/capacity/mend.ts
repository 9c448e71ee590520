import { fleetOf, kindsOf, mostOf, requestOf, runsOnGroups } from '../environment/capacity/fleet.js';
import type { Finding } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { fitsSomewhere, fitsWith, type Scenario, type ScenarioResult } from './scenarios.js';

type Place = Pick<Finding, 'path' | 'message'>;

/** So many more nodes are tried of each group. */
const mostNodesMore = 60;

/**
 * Finds the smallest edit by which every pod has a place: the fewest nodes more of one group; else fewer pods, or pods
 * that ask for less.
 * @returns none where no edit is known, as of an add-on's pods that are larger than every node
 */
export function mendOf(environment: Environment, scenario: Scenario, result: ScenarioResult): Finding[] {
  const found = tooLarge(environment, scenario) ?? moreNodes(environment, scenario) ?? fewerPods(environment, result);
  return found ? [{ severity: scenario.isPromised ? 'error' : 'warning', rule: 'capacity', ...found }] : [];
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
  return finding(path, `No node has room for a pod of ${workload.key}, which asks for ${asks}: ask for less.`);
}

function moreNodes(environment: Environment, scenario: Scenario): Place | undefined {
  const { nodeGroups } = environment.cluster;
  for (let more = 1; more <= mostNodesMore; more += 1) {
    const index = nodeGroups.findIndex(({ name, max }) => fitsWith(environment, scenario, name, max + more));
    const group = nodeGroups[index];
    if (!group) continue;
    const path = ['cluster', 'nodeGroups', index, 'max'];
    return finding(path, `Pods wait ${scenario.name}: with max ${group.max + more} of ${group.name} all have a node.`);
  }
  return undefined;
}

function fewerPods({ workloads }: Environment, { scenario, workloads: placed }: ScenarioResult): Place | undefined {
  const short = placed.find((one) => one.placed < one.wanted);
  const workload = workloads.filter(runsOnGroups).find(({ key }) => key === short?.name);
  if (!short || !workload) return undefined;
  const path = ['workloads', workload.key, 'replicas', 'max'];
  const message = `${short.wanted - short.placed} pods of ${workload.key} wait ${scenario}: allow fewer.`;
  return finding(path, message);
}

const finding = (path: Finding['path'], message: string): Place => ({ path, message });
