import type { Environment } from '../../environment/schema.js';

/** Builds the values for the diagram of the environment. */
export function picture({ network, cluster, workload }: Environment) {
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
    pods: { name: workload.name, ...workload.replicas },
  };
}
