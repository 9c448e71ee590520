import { shapeOf } from '../aws-facts.js';
import { bears, placementOf } from '../pod-placement.js';
import type { Environment, Workload } from '../resolve.js';
import { estimateOf } from './quantity.js';

/** Gives the vCPUs of an instance type; undefined where they aren't known. */
export const vCPUsOf = (instanceType: string): number | undefined => shapeOf(instanceType)?.vCPUs;

export interface Room {
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly pods: number;
}

const mebibyte = 2 ** 20;

/** The pods on every node with what they ask for, as EKS's add-ons make them; of CPU cores, of memory MiB. */
const daemonsOnNodes = [
  { name: 'aws-node', cpu: 0.05, memoryMiB: 0 },
  { name: 'kube-proxy', cpu: 0.1, memoryMiB: 0 },
  { name: 'ebs-csi-node', cpu: 0.03, memoryMiB: 120 },
  { name: 'eks-pod-identity-agent', cpu: 0, memoryMiB: 0 },
  { name: 'cloudwatch-agent', cpu: 0.25, memoryMiB: 128 },
  { name: 'fluent-bit', cpu: 0.05, memoryMiB: 25 },
  { name: 'node-exporter', cpu: 0, memoryMiB: 0 },
];

const daemons: Room = {
  cpu: daemonsOnNodes.reduce((sum, { cpu }) => sum + cpu, 0),
  memory: daemonsOnNodes.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0) * mebibyte,
  pods: daemonsOnNodes.length,
};

/**
 * What of the memory of an instance no node sees, because hypervisor and kernel have it: Karpenter's estimate.
 * Source: https://karpenter.sh/docs/reference/settings/ (vm-memory-overhead-percent)
 */
const unseenMemory = 0.075;

/** At this much memory the kubelet begins to evict. */
const evictionMiB = 100;

/**
 * Computes what a node of this type has left for pods; undefined where the type isn't known. What the kubelet reserves
 * is what nodeadm computes in the images for EKS: memory by the pods that the network interfaces would carry without
 * prefixes (https://github.com/awslabs/amazon-eks-ami/issues/1698). With prefixes, EKS allows 110 pods, or 250 from 30
 * vCPUs on (https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html).
 */
export function roomOn(instanceType: string): Room | undefined {
  const shape = shapeOf(instanceType);
  if (shape === undefined) return undefined;
  const { interfaces, addressesPerInterface, vCPUs, memoryMiB } = shape;
  const reservedMiB = 255 + 11 * (interfaces * (addressesPerInterface - 1) + 2);
  const memory = (memoryMiB * (1 - unseenMemory) - reservedMiB - evictionMiB) * mebibyte;
  return {
    cpu: vCPUs - reservedCores(vCPUs) - daemons.cpu,
    memory: memory - daemons.memory,
    pods: (vCPUs < 30 ? 110 : 250) - daemons.pods,
  };
}

/** 6 % of the first core, 1 % of the second, 0.5 % of two more, 0.25 % of the others. */
const reservedCores = (vCPUs: number): number =>
  0.06 * Math.min(vCPUs, 1) +
  0.01 * Math.min(Math.max(vCPUs - 1, 0), 1) +
  0.005 * Math.min(Math.max(vCPUs - 2, 0), 2) +
  0.0025 * Math.max(vCPUs - 4, 0);

/** How many pods of a workload a node of a group carries, alone. */
export interface Carried {
  readonly group: Environment['cluster']['nodeGroups'][number];
  readonly podsPerNode: number;
}

/**
 * Lists the node groups on which a workload may run, with what a node of each carries; undefined where an instance type
 * isn't known, and of a cluster that exists.
 */
export function carriersOf({ cluster }: Environment, workload: Workload): Carried[] | undefined {
  if (cluster.existing) return undefined;
  const { requests } = workload.podResources;
  const placement = placementOf(workload, cluster);
  const request = { cpu: estimateOf(requests.cpu), memory: estimateOf(requests.memory) };
  const carriers: Carried[] = [];
  for (const group of cluster.nodeGroups) {
    if (!bears(group, placement)) continue;
    const rooms = group.instanceTypes.map(roomOn);
    if (rooms.includes(undefined)) return undefined;
    const perNode = (rooms as Room[]).map(({ cpu, memory, pods }) =>
      Math.min(cpu / request.cpu, memory / request.memory, pods),
    );
    carriers.push({ group, podsPerNode: Math.max(0, Math.floor(Math.min(...perNode))) });
  }
  return carriers;
}
