import type { Environment } from '../../environment/resolve.js';

/** What the diagram draws; names of nodes are its own, texts are the environment's. */
export function picture({ network, cluster, workloads }: Environment) {
  return {
    zones: network.availabilityZones.map((zone, index) => ({
      id: index,
      zone,
      publicSubnet: network.publicSubnets[index] ?? '',
      privateSubnet: network.privateSubnets[index] ?? '',
      // In a zone without a NAT gateway, traffic leaves through the gateway of the first zone.
      gateway: network.natGateways === 'one-per-az' ? index : 0,
      hasGateway: network.natGateways === 'one-per-az' || index === 0,
    })),
    groups: cluster.nodeGroups.map(({ name, instanceTypes, capacity, min, max }) => ({
      name,
      types: instanceTypes,
      capacity,
      min,
      max,
    })),
    pods: { name: workloads.map(({ name }) => name).join(', ') },
  };
}
