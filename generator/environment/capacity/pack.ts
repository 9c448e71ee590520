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

/**
 * Gives pods to nodes as the scheduler of Kubernetes would: kind by kind in the order given, each pod to the zone and
 * then the node that has the fewest of its kind, and among those to the node with the most room.
 */
export function pack<Group>(kinds: readonly PodKind<Group>[], nodes: readonly Node<Group>[]): Packing {
  const left = nodes.map(({ room }) => ({ ...room }));
  const assignments: Assignment[] = [];
  const waiting = new Map<string, number>();
  for (const kind of kinds) {
    const counts = nodes.map(() => 0);
    const inZone = new Map<string, number>();
    const eligible = [...nodes.keys()].filter((index) => kind.mayRunOn((nodes[index] as Node<Group>).group));
    let placed = 0;
    while (placed < kind.count) {
      const index = bestOf(eligible, (one) => {
        const room = left[one] as Amount;
        if (!fits(kind.request, room)) return undefined;
        const { zone, room: whole } = nodes[one] as Node<Group>;
        return [inZone.get(zone) ?? 0, counts[one] as number, -freeShare(room, whole)];
      });
      if (index === undefined) break;
      const { zone } = nodes[index] as Node<Group>;
      left[index] = minus(left[index] as Amount, kind.request);
      counts[index] = (counts[index] as number) + 1;
      inZone.set(zone, (inZone.get(zone) ?? 0) + 1);
      placed += 1;
    }
    if (placed < kind.count) waiting.set(kind.name, kind.count - placed);
    for (const [index, count] of counts.entries()) {
      if (count > 0) assignments.push({ kind: kind.name, node: (nodes[index] as Node).name, count });
    }
  }
  return { assignments, waiting, left };
}

export const fits = (request: Amount, room: Amount): boolean => amountKeys.every((key) => request[key] <= room[key]);

const freeShare = (left: Amount, whole: Amount): number =>
  (left.cpu / Math.max(1, whole.cpu) + left.memory / Math.max(1, whole.memory)) / 2;

const minus = (a: Amount, b: Amount): Amount => ({
  cpu: a.cpu - b.cpu,
  memory: a.memory - b.memory,
  disk: a.disk - b.disk,
  pods: a.pods - b.pods,
});

/** Finds the candidate whose figures are the smallest, the first figure before the others; the first among equals. */
function bestOf(
  candidates: readonly number[],
  figuresOf: (candidate: number) => readonly number[] | undefined,
): number | undefined {
  let best: number | undefined;
  let bestFigures: readonly number[] = [];
  for (const candidate of candidates) {
    const figures = figuresOf(candidate);
    if (figures === undefined || (best !== undefined && !isLess(figures, bestFigures))) continue;
    best = candidate;
    bestFigures = figures;
  }
  return best;
}

function isLess(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((figure, index) => figure !== other[index]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
}
