import { faultsOf } from '../environment/capacity/assignment.js';
import {
  type Fitted,
  fitsAtMost,
  kindsOf,
  type NodeGroup,
  runsOnGroups,
  smallestFit,
  waitingOnMost,
} from '../environment/capacity/fleet.js';
import { type Assignment, amountKeys, fits, type PodKind } from '../environment/capacity/pack.js';
import { shareOf } from '../environment/capacity/pods.js';
import { knowsNodes } from '../environment/capacity/pods-that-fit.js';
import type { Environment, Workload } from '../environment/resolve.js';
import type { momentsThatFit } from '../environment/schema/cluster.js';

type Moment = (typeof momentsThatFit)[number];

/** A moment in an environment's life. */
export interface Scenario {
  /** Such as `at the most`, or `in a rollout of fraud, one by one`. */
  readonly name: string;
  /**
   * As what `cluster.podsMayWait` allows that pods wait here. Without it nothing is promised: a zone lost, or a slower
   * rollout, is a price that many accept.
   */
  readonly moment?: Moment;
  /** Whether people want to hear which edit would mend it although it isn't promised. */
  readonly isWorthMending?: boolean;
  readonly lostZone?: string;
  readonly podsOf: (workload: Workload) => number;
}

interface Placed {
  /** A workload, or an add-on's pods. */
  readonly name: string;
  readonly wanted: number;
  readonly placed: number;
}

export interface ScenarioResult {
  readonly scenario: string;
  readonly promised: boolean;
  readonly fits: boolean;
  /** The fewest nodes that carry it, by group; where none do, all that there can be. */
  readonly nodes: Readonly<Record<string, number>>;
  readonly workloads: readonly Placed[];
  /** Pods of add-ons that wait. */
  readonly addOns: readonly Placed[];
  /** What nodes lack for the first pods that wait: null where none do. */
  readonly binding: Binding | null;
  readonly assignment: readonly Assignment[];
}

type Binding = 'cpu' | 'memory' | 'disk' | 'pods' | 'placement';

/**
 * Lists the moments that pods need room for: the fewest, the most, each workload's rollout while all are at their most,
 * and both with each zone lost. A rollout goes on as long as one new pod has a place beside the old ones; with room for
 * all that it may add it is quicker.
 */
export function scenariosOf({ network, workloads }: Environment): Scenario[] {
  const fewest = ({ replicas }: Workload) => replicas.min;
  const most = ({ replicas }: Workload) => replicas.max;
  const rollout = (key: string, more: number) => (workload: Workload) =>
    most(workload) + (workload.key === key ? more : 0);
  const zones = network.availabilityZones;
  return [
    { name: 'at the fewest', moment: 'minimum', podsOf: fewest },
    { name: 'at the most', moment: 'maximum', podsOf: most },
    ...workloads.filter(runsOnGroups).flatMap((workload) => {
      const { key } = workload;
      const surge = surgeOf(workload);
      const name = `in a rollout of ${key}`;
      return [
        { name: `${name}, one by one`, moment: 'rollout' as const, podsOf: rollout(key, 1) },
        ...(surge > 1 ? [{ name: `${name}, ${surge} at once`, podsOf: rollout(key, surge) }] : []),
      ];
    }),
    ...[
      { when: 'at the fewest', isWorthMending: true, podsOf: fewest },
      { when: 'at the most', isWorthMending: false, podsOf: most },
    ].flatMap(({ when, ...moment }) =>
      zones.map((zone) => ({ name: `without ${zone}, ${when}`, lostZone: zone, ...moment })),
    ),
  ];
}

/** Pods that a rollout adds. Kubernetes adds one where a share comes to none, since none may go before. */
const surgeOf = ({ maxSurge, replicas }: Workload): number => Math.max(1, shareOf(maxSurge, replicas.max));

/** Whether a pod that waits is a fault. */
export const isPromised = ({ cluster }: Environment, { moment }: Scenario): boolean =>
  moment !== undefined && !cluster.podsMayWait.includes(moment);

/** @throws Error where an assignment breaks a rule: a fault of this program */
export function resultOf(environment: Environment, scenario: Scenario): ScenarioResult {
  const kinds = kindsOf(environment, scenario.podsOf);
  const fitted = smallestFit(environment, kinds, scenario.lostZone);
  const { packing } = fitted;
  const keys = new Set(environment.workloads.map(({ key }) => key));
  const placed = kinds.map(({ name, count }) => ({
    name,
    wanted: count,
    placed: count - (packing.waiting.get(name) ?? 0),
  }));
  verify(kinds, fitted);
  return {
    scenario: scenario.name,
    promised: isPromised(environment, scenario),
    fits: packing.waiting.size === 0,
    nodes: countByGroup(environment, fitted),
    workloads: placed.filter(({ name }) => keys.has(name)),
    addOns: placed.filter(({ name, wanted, placed: found }) => !keys.has(name) && found < wanted),
    binding: bindingOf(kinds, fitted),
    assignment: packing.assignments,
  };
}

const countByGroup = ({ cluster }: Environment, { nodes }: Fitted): Readonly<Record<string, number>> =>
  Object.fromEntries(
    cluster.nodeGroups.map(({ name }) => [name, nodes.filter(({ group }) => group.name === name).length]),
  );

function verify(kinds: readonly PodKind<NodeGroup>[], { nodes, packing }: Fitted): void {
  const asPlaced = kinds.map((kind) => ({ ...kind, count: kind.count - (packing.waiting.get(kind.name) ?? 0) }));
  const [fault] = faultsOf(packing.assignments, asPlaced, nodes);
  if (fault !== undefined) throw new Error(`An assignment of pods to nodes doesn't hold: ${fault}`);
}

/** Finds what most of the nodes lack that a waiting pod may run on. */
function bindingOf(kinds: readonly PodKind<NodeGroup>[], { nodes, packing }: Fitted): Binding | null {
  const kind = kinds.find(({ name }) => packing.waiting.has(name));
  if (!kind) return null;
  const left = packing.left.filter((_, index) => {
    const node = nodes[index];
    return node !== undefined && kind.mayRunOn(node.group);
  });
  if (left.length === 0) return 'placement';
  const lacking = amountKeys.map((key) => left.filter((room) => room[key] < kind.request[key]).length);
  return amountKeys[lacking.indexOf(Math.max(...lacking))] ?? null;
}

/** Counts the nodes of each group that carry every workload at its most; undefined where none do, or it isn't known. */
export function nodesAtPeak(environment: Environment): ReadonlyMap<string, number> | undefined {
  const peak = scenariosOf(environment).find(({ moment }) => moment === 'maximum');
  if (!peak || !knowsNodes(environment)) return undefined;
  const { fits: holds, nodes } = resultOf(environment, peak);
  return holds ? new Map(Object.entries(nodes)) : undefined;
}

/** Whether all pods have a place with every group at its maximum. */
export const fitsAll = (environment: Environment, { podsOf, lostZone }: Scenario): boolean =>
  fitsAtMost(environment, kindsOf(environment, podsOf), lostZone);

/** Counts the pods that wait with every group at its maximum, by workload or add-on. */
export const waitingAtMost = (environment: Environment, { podsOf, lostZone }: Scenario): ReadonlyMap<string, number> =>
  waitingOnMost(environment, kindsOf(environment, podsOf), lostZone);

/** Gives an environment with a group's maximum at another number. */
export function withMost(environment: Environment, group: string, max: number): Environment {
  const nodeGroups = environment.cluster.nodeGroups.map((one) => (one.name === group ? { ...one, max } : one));
  return { ...environment, cluster: { ...environment.cluster, nodeGroups } };
}

/** Whether a pod fits on an empty node of some group that it may run on. */
export const fitsSomewhere = (kind: PodKind<NodeGroup>, nodes: Fitted['nodes']): boolean =>
  nodes.some(({ group, room }) => kind.mayRunOn(group) && fits(kind.request, room));
