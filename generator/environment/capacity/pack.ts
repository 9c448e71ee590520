/** What a node has for pods, or a pod asks for; whole numbers, so that sums are exact. */
export interface Amount {
  /** Thousandths of a core. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes of the node's disk. */
  readonly disk: number;
  readonly pods: number;
}

export const amountKeys = ['cpu', 'memory', 'disk', 'pods'] as const satisfies readonly (keyof Amount)[];

export interface Node<Group = unknown> {
  readonly name: string;
  readonly zone: string;
  readonly group: Group;
  readonly room: Amount;
}

/** Equal pods. */
export interface PodKind<Group = unknown> {
  readonly name: string;
  readonly count: number;
  readonly request: Amount;
  /** Whether nodes of a group have the labels that the pods ask for, and no taint that keeps them away. */
  mayRunOn(group: Group): boolean;
}

/** How many pods of a kind go to a node. */
export interface Assignment {
  readonly kind: string;
  readonly node: string;
  readonly count: number;
}

export interface Packing {
  readonly assignments: readonly Assignment[];
  /** Pods without a node, by kind: only kinds that have some. */
  readonly waiting: ReadonlyMap<string, number>;
  /** What each node has left, in the order of the nodes. */
  readonly left: readonly Amount[];
}

/** Which of the nodes with room a pod goes to: `spread` as the scheduler has it, `dense` to the first. */
export type Manner = 'spread' | 'dense';

/** Gives pods to nodes, kind by kind in the order given. What fits nowhere waits. */
export function pack<Group>(
  kinds: readonly PodKind<Group>[],
  nodes: readonly Node<Group>[],
  manner: Manner = 'spread',
): Packing {
  const places: Place<Group>[] = nodes.map((node) => ({ node, left: { ...node.room }, count: 0 }));
  const assignments: Assignment[] = [];
  const waiting = new Map<string, number>();
  for (const kind of kinds) {
    for (const place of places) place.count = 0;
    const unplaced = placeKind(
      kind,
      places.filter(({ node }) => kind.mayRunOn(node.group)),
      manner,
    );
    if (unplaced > 0) waiting.set(kind.name, unplaced);
    for (const { node, count } of places) {
      if (count > 0) assignments.push({ kind: kind.name, node: node.name, count });
    }
  }
  return { assignments, waiting, left: places.map(({ left }) => left) };
}

/** A node in the midst of packing. */
interface Place<Group> {
  readonly node: Node<Group>;
  left: Amount;
  /** Pods of the kind that is being placed. */
  count: number;
}

/** Places the pods of a kind, and gives the number of those without a place. */
function placeKind<Group>({ count, request }: PodKind<Group>, places: readonly Place<Group>[], manner: Manner): number {
  const inZone = new Map<string, number>();
  // A place that is full for one of equal pods stays so.
  let open = 0;
  for (let placed = 0; placed < count; placed += 1) {
    while (manner === 'dense' && open < places.length && !fits(request, (places[open] as Place<Group>).left)) open += 1;
    const place = manner === 'dense' ? places[open] : roomiest(places, request, inZone);
    if (!place) return count - placed;
    place.left = minus(place.left, request);
    place.count += 1;
    inZone.set(place.node.zone, (inZone.get(place.node.zone) ?? 0) + 1);
  }
  return 0;
}

/**
 * Finds the place that the scheduler of Kubernetes prefers: in the zone with the fewest of the kind, then on the node
 * with the fewest, then where the most is free; the first among equals.
 */
function roomiest<Group>(
  places: readonly Place<Group>[],
  request: Amount,
  inZone: ReadonlyMap<string, number>,
): Place<Group> | undefined {
  let best: Place<Group> | undefined;
  let fewestInZone = 0;
  for (const place of places) {
    const ofZone = inZone.get(place.node.zone) ?? 0;
    // What can't be better isn't looked at further: there may be hundreds of nodes, and thousands of pods.
    if (best !== undefined && (ofZone > fewestInZone || (ofZone === fewestInZone && place.count > best.count)))
      continue;
    if (!fits(request, place.left)) continue;
    const isBetter =
      best === undefined || ofZone < fewestInZone || place.count < best.count || freeShare(place) > freeShare(best);
    if (!isBetter) continue;
    best = place;
    fewestInZone = ofZone;
  }
  return best;
}

export const fits = (request: Amount, room: Amount): boolean =>
  request.cpu <= room.cpu && request.memory <= room.memory && request.disk <= room.disk && request.pods <= room.pods;

const freeShare = ({ left, node: { room } }: Place<unknown>): number =>
  left.cpu / Math.max(1, room.cpu) + left.memory / Math.max(1, room.memory);

const minus = (a: Amount, b: Amount): Amount => ({
  cpu: a.cpu - b.cpu,
  memory: a.memory - b.memory,
  disk: a.disk - b.disk,
  pods: a.pods - b.pods,
});
