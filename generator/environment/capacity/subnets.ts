import type { Environment } from '../resolve.js';

/** AWS reserves the first four addresses of each subnet, and the last. */
const reservedAddresses = 5;

/** A node takes one /28 that is in use, one in reserve, and an address for each of up to three network interfaces. */
const addressesPerNode = 2 * 16 + 3;

/** Counts the addresses that the nodes of one zone take of its private subnet, at the node groups' most. */
export function addressesNeeded({ network, cluster }: Pick<Environment, 'network' | 'cluster'>): number {
  const nodes = cluster.nodeGroups.reduce((sum, { max }) => sum + max, 0);
  return Math.ceil(nodes / network.availabilityZones.length) * addressesPerNode + reservedAddresses;
}
