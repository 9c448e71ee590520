import { type Assignment, amountKeys, type Node, type PodKind } from './pack.js';

/**
 * Checks an assignment without regard to how it came about: every pod has a node that exists and bears it, and no node
 * gives more than it has.
 * @returns what is wrong, a sentence each; nothing for an assignment that holds
 */
export function faultsOf<Group>(
  assignments: readonly Assignment[],
  kinds: readonly PodKind<Group>[],
  nodes: readonly Node<Group>[],
): string[] {
  const nodeOf = new Map(nodes.map((node) => [node.name, node]));
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]));
  return [
    ...assignments.flatMap((one) => faultsOfOne(one, kindOf.get(one.kind), nodeOf.get(one.node))),
    ...kinds.flatMap(({ name, count }) => {
      const placed = sum(assignments.filter(({ kind }) => kind === name).map((one) => one.count));
      return placed === count ? [] : [`${placed} of ${count} pods of ${name} have a node.`];
    }),
    ...nodes.flatMap(({ name, room }) => {
      const there = assignments.filter(({ node }) => node === name);
      return amountKeys.flatMap((key) => {
        const used = sum(there.map(({ kind, count }) => count * (kindOf.get(kind)?.request[key] ?? 0)));
        return used > room[key] ? [`${name} has ${room[key]} of ${key}, and ${used} are taken.`] : [];
      });
    }),
  ];
}

function faultsOfOne<Group>(
  { kind: name, node: place, count }: Assignment,
  kind: PodKind<Group> | undefined,
  node: Node<Group> | undefined,
): string[] {
  const isNumber = Number.isInteger(count) && count > 0;
  return [
    ...(isNumber ? [] : [`${count} is no number of pods.`]),
    ...(kind ? [] : [`Nobody asked for ${name}.`]),
    ...(node ? [] : [`There is no node ${place}.`]),
    ...(kind && node && !kind.mayRunOn(node.group) ? [`${name} may not run on ${place}.`] : []),
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
