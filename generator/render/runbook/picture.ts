import type { Network } from '../../environment/network.js';
import type { Environment } from '../../environment/resolve.js';
import { networkPort, type WorkloadView } from './workload.js';

/** Describes the diagram: names of nodes are its own, texts are the environment's. */
export function picture({ network, cluster }: Environment, workloads: readonly WorkloadView[]) {
  const { natGateways } = network;
  const zones = network.availabilityZones.map((zone, index) => ({
    id: index,
    zone,
    ...subnetsIn(network, zone, index),
    // In a zone without a NAT gateway, traffic leaves through the gateway of the first zone.
    gateway: natGateways === 'one-per-az' ? index : 0,
    hasGateway: natGateways === 'one-per-az' || (natGateways === 'single' && index === 0),
    pods: workloads.map(({ name }, workload) => ({ id: podsIn(index, workload), name })),
  }));
  return {
    zones,
    groups: cluster.nodeGroups.map(({ name, instanceTypes, capacity, min, max }) => ({
      name,
      types: instanceTypes,
      capacity,
      min,
      max,
    })),
    loadBalancers: loadBalancers(workloads).map(({ id, text, targets }) => ({
      id,
      text,
      paths: targets.flatMap((target) => zones.map((zone) => ({ from: id, to: podsIn(zone.id, target) }))),
    })),
    repositories: distinct(workloads.map(({ image }) => image.repository)),
    roles: workloads.map(({ roleName }) => roleName),
    secrets: workloads.filter(({ secretIds }) => secretIds.length > 0).map(({ names }) => names.secretsPrefix),
    models: distinct(workloads.flatMap(({ model }) => (model ? [`${model.bucket}: ${model.key}`] : []))).map(
      (text, index) => ({ id: `model${index}`, text }),
    ),
  };
}

const podsIn = (zone: number, workload: number) => `pods${zone}w${workload}`;

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** Gives the ranges in a zone: a VPC that exists may have several there, and public ones in some zones only. */
function subnetsIn({ existing, publicSubnets, privateSubnets }: Network, zone: string, index: number) {
  if (!existing) return { publicSubnets: publicSubnets.slice(index, index + 1), privateSubnets: privateSubnets[index] };
  const inZone = (subnets: typeof existing.publicSubnets) =>
    subnets.filter((subnet) => subnet.zone === zone).map(({ cidr }) => cidr);
  return { publicSubnets: inZone(existing.publicSubnets), privateSubnets: inZone(existing.privateSubnets) };
}

interface LoadBalancer {
  readonly id: string;
  readonly text: string;
  /** Workloads that it sends to, by their place in the list. */
  readonly targets: readonly number[];
}

function loadBalancers(workloads: readonly WorkloadView[]): LoadBalancer[] {
  const found = new Map<string, LoadBalancer>();
  for (const [index, { exposure, group, ingressURL, key }] of workloads.entries()) {
    const { loadBalancer, ingress } = exposure;
    // The workload is named only where there are several.
    const of = workloads.length > 1 ? ` of ${key}` : '';
    if (loadBalancer.enabled) {
      const text = `Network load balancer${of}, ${loadBalancer.scheme}, port ${networkPort(loadBalancer)}`;
      found.set(`nlb${index}`, { id: `nlb${index}`, text, targets: [index] });
    }
    if (!ingress.enabled) continue;
    const text = `Application load balancer${group === null ? of : ` ${group}`}, ${ingress.scheme}`;
    const known = found.get(group === null ? '' : `group ${group}`) ?? { id: `alb${index}`, text, targets: [] };
    found.set(group === null ? known.id : `group ${group}`, {
      ...known,
      text: `${known.text}, ${ingressURL}`,
      targets: [...known.targets, index],
    });
  }
  return [...found.values()];
}
