import { managedGroupsOf } from '../node-groups.js';
import { bears, placementOf } from '../pod-placement.js';
import type { Environment, Workload } from '../resolve.js';
import { roomOn } from './nodes.js';
import { type Amount, fits, type Node, type Packing, type PodKind, pack } from './pack.js';
import { estimateOf } from './quantity.js';
import { standingPods } from './standing.js';

export type NodeGroup = Environment['cluster']['nodeGroups'][number];

/** How many nodes a group has, by its name. */
export type Counts = ReadonlyMap<string, number>;

export interface Fitted {
  readonly nodes: readonly Node<NodeGroup>[];
  readonly packing: Packing;
}

/**
 * Each combination of numbers of nodes is tried as long as that holds pods against nodes no more often than this: about
 * half a second. Of more combinations only some are.
 */
const mostComparisons = 50_000_000;

/**
 * Looks for the fewest nodes on which all pods have a place. Every number of nodes from the groups' minimum to their
 * maximum is tried, so that more nodes never make pods wait that had a place on fewer; of very many, a few.
 * @param lostZone a zone without nodes
 * @returns the groups at their maximum where no fleet carries all of them
 */
export function smallestFit(environment: Environment, kinds: readonly PodKind<NodeGroup>[], lostZone?: string): Fitted {
  const { nodeGroups } = environment.cluster;
  const fleet = (counts: Counts) => fleetOf(environment, counts, lostZone);
  const fitted = (counts: Counts) => fittedOn(fleet(counts), kinds);
  const most = fitted(mostOf(nodeGroups));
  if (!mayFit(kinds, most.nodes)) return most;
  const combinations = nodeGroups.reduce((product, { min, max }) => product * (max - min + 1), 1);
  const comparisons = combinations * most.nodes.length * sum(kinds.map(({ count }) => count));
  // Most fleets are too small, which their sums tell.
  const worthPacking = (counts: Counts) => {
    const nodes = fleet(counts);
    return mayFit(kinds, nodes) ? fittedOn(nodes, kinds) : undefined;
  };
  if (comparisons <= mostComparisons) return firstThatFits(countsOf(nodeGroups), worthPacking) ?? most;
  return hasAll(most) ? shrunk(nodeGroups, fitted, most) : (firstThatFits(smaller(nodeGroups), fitted) ?? most);
}

/** Packs as the scheduler would; what waits then may fit more densely, as it would when nodes come one by one. */
function fittedOn(nodes: readonly Node<NodeGroup>[], kinds: readonly PodKind<NodeGroup>[]): Fitted {
  const packing = pack(kinds, nodes);
  if (packing.waiting.size === 0 || !mayFit(kinds, nodes)) return { nodes, packing };
  const dense = pack(kinds, nodes, 'dense');
  return { nodes, packing: dense.waiting.size === 0 ? dense : packing };
}

const hasAll = ({ packing }: Fitted): boolean => packing.waiting.size === 0;

function firstThatFits(all: Iterable<Counts>, fitted: (counts: Counts) => Fitted | undefined): Fitted | undefined {
  for (const counts of all) {
    const found = fitted(counts);
    if (found !== undefined && hasAll(found)) return found;
  }
  return undefined;
}

/** Halves the way between the groups' minimum and what is known to fit, all groups alike. */
function shrunk(groups: readonly NodeGroup[], fitted: (counts: Counts) => Fitted, most: Fitted): Fitted {
  let best = most;
  let [tooFew, enough] = [0, 1];
  for (let step = 0; step < halvings; step += 1) {
    const share = (tooFew + enough) / 2;
    const found = fitted(shareOfEach(groups, share));
    if (hasAll(found)) [best, enough] = [found, share];
    else tooFew = share;
  }
  return best;
}

const halvings = 8;

/** Fleets between the groups' maximum and their minimum, the larger first. */
const smaller = (groups: readonly NodeGroup[]): Counts[] =>
  Array.from({ length: 16 }, (_, index) => shareOfEach(groups, 1 - (index + 1) / 16));

const shareOfEach = (groups: readonly NodeGroup[], share: number): Counts =>
  new Map(groups.map(({ name, min, max }) => [name, Math.ceil(min + (max - min) * share)]));

/** Whether all pods have a place with every group at its maximum. */
export function fitsAtMost(environment: Environment, kinds: readonly PodKind<NodeGroup>[], lostZone?: string): boolean {
  const nodes = fleetOf(environment, mostOf(environment.cluster.nodeGroups), lostZone);
  return mayFit(kinds, nodes) && hasAll(fittedOn(nodes, kinds));
}

/** Counts the pods, by kind, that have none then. */
export const waitingOnMost = (
  environment: Environment,
  kinds: readonly PodKind<NodeGroup>[],
  lostZone?: string,
): ReadonlyMap<string, number> =>
  fittedOn(fleetOf(environment, mostOf(environment.cluster.nodeGroups), lostZone), kinds).packing.waiting;

export const mostOf = (groups: readonly NodeGroup[]): Counts => new Map(groups.map(({ name, max }) => [name, max]));

/** Lists the nodes of groups that have so many; a group of several zones takes them in turn. */
export function fleetOf({ cluster, network }: Environment, counts: Counts, lostZone?: string): Node<NodeGroup>[] {
  const alive = network.availabilityZones.filter((zone) => zone !== lostZone);
  return cluster.nodeGroups.flatMap((group) => {
    const count = counts.get(group.name) ?? 0;
    const room = roomOfGroup(group);
    if (count === 0 || room === undefined) return [];
    return managedGroupsOf({ ...group, min: count, max: count }, network.availabilityZones).flatMap((managed) => {
      const zones = (managed.zones ?? alive).filter((zone) => alive.includes(zone));
      if (zones.length === 0) return [];
      return Array.from({ length: managed.max }, (_, index) => ({
        name: `${managed.name}-${index + 1}`,
        zone: zones[index % zones.length] as string,
        group,
        room,
      }));
    });
  });
}

/** Gives the least that a node of a group has, whichever of its types it is; undefined where one isn't known. */
export function roomOfGroup({ instanceTypes, diskSizeGiB }: NodeGroup): Amount | undefined {
  const rooms = instanceTypes.flatMap((type) => roomOn(type) ?? []);
  if (rooms.length < instanceTypes.length) return undefined;
  return {
    cpu: Math.min(...rooms.map(({ cpu }) => Math.round(cpu * 1000))),
    memory: Math.floor(Math.min(...rooms.map(({ memory }) => memory))),
    disk: Math.floor((diskSizeGiB * (1 - evictedDisk) - 1) * 2 ** 30),
    pods: Math.min(...rooms.map(({ pods }) => pods)),
  };
}

/** The kubelet evicts when this share of the disk is all that is left, and keeps 1 GiB for itself. */
const evictedDisk = 0.1;

/** Gives what a pod of a workload asks for. */
export function requestOf({ podResources: { requests } }: Workload): Amount {
  return {
    ...amountOf(requests),
    disk: Math.ceil(estimateOf(requests.ephemeralStorage)),
  };
}

const amountOf = ({ cpu, memory }: { readonly cpu: string; readonly memory: string }): Amount => ({
  cpu: Math.ceil(estimateOf(cpu) * 1000),
  memory: Math.ceil(estimateOf(memory)),
  disk: 0,
  pods: 1,
});

/** Lists the pods of add-ons, the larger before the smaller. */
export const addOnKinds = (environment: Environment): PodKind<NodeGroup>[] =>
  standingPods(environment)
    .map(({ name, count, ...amounts }) => ({
      name,
      count,
      request: amountOf(amounts),
      mayRunOn: (group: NodeGroup) => bears(group, { nodeSelector: {}, tolerations: [] }),
    }))
    .sort(byCPU);

/** Lists the pods to find nodes for: first those of add-ons, which come before, then the larger before the smaller. */
export function kindsOf(environment: Environment, podsOf: (workload: Workload) => number): PodKind<NodeGroup>[] {
  const own = environment.workloads.filter(runsOnGroups).map((workload) => {
    const placement = placementOf(workload, environment.cluster);
    return {
      name: workload.key,
      count: podsOf(workload),
      request: requestOf(workload),
      mayRunOn: (group: NodeGroup) => bears(group, placement),
    };
  });
  return [...addOnKinds(environment), ...own.sort(byCPU)];
}

/** Whether a workload's pods run on node groups, and not on a pool of Karpenter's. */
export const runsOnGroups = ({ pod }: Workload): boolean => pod.nodes?.pool === undefined;

const byCPU = (a: PodKind<NodeGroup>, b: PodKind<NodeGroup>): number =>
  b.request.cpu - a.request.cpu || b.request.memory - a.request.memory;

/** Whether the nodes have as much together as all pods ask for: a quick no for fleets that are too small. */
function mayFit(kinds: readonly PodKind[], nodes: readonly Node[]): boolean {
  const total = (amounts: readonly (readonly [Amount, number])[]): Amount => ({
    cpu: sum(amounts.map(([{ cpu }, times]) => cpu * times)),
    memory: sum(amounts.map(([{ memory }, times]) => memory * times)),
    disk: sum(amounts.map(([{ disk }, times]) => disk * times)),
    pods: sum(amounts.map(([{ pods }, times]) => pods * times)),
  });
  return fits(total(kinds.map(({ request, count }) => [request, count])), total(nodes.map(({ room }) => [room, 1])));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Gives every combination of the groups' numbers of nodes, those with fewer nodes first. */
function* countsOf(groups: readonly NodeGroup[]): Generator<Counts> {
  const least = sum(groups.map(({ min }) => min));
  const most = sum(groups.map(({ max }) => max));
  for (let total = least; total <= most; total += 1) yield* countsOfTotal(groups, total);
}

function* countsOfTotal([group, ...others]: readonly NodeGroup[], total: number): Generator<Counts> {
  if (group === undefined) {
    if (total === 0) yield new Map();
    return;
  }
  const leastOfOthers = sum(others.map(({ min }) => min));
  const mostOfOthers = sum(others.map(({ max }) => max));
  const from = Math.max(group.min, total - mostOfOthers);
  const to = Math.min(group.max, total - leastOfOthers);
  for (let count = from; count <= to; count += 1) {
    for (const rest of countsOfTotal(others, total - count)) yield new Map([[group.name, count], ...rest]);
  }
}
