import { bears, placementOf } from '../pod-placement.js';
import type { Environment, Workload } from '../resolve.js';
import { estimateOf } from './quantity.js';

/** vCPUs of each instance size. */
const sizes: Readonly<Record<string, number>> = {
  medium: 2,
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
  '4xlarge': 16,
  '8xlarge': 32,
  '12xlarge': 48,
  '16xlarge': 64,
};

/** Gives the vCPUs of an instance type; undefined where its size isn't known. */
export const vCPUsOf = (instanceType: string): number | undefined => sizes[instanceType.split('.')[1] ?? ''];

const burstable = /^t(3|3a|4g)$/;

/** GiB of memory for each vCPU, by instance family. The capacity of families that aren't listed is unknown. */
const memoryPerCpu: readonly (readonly [RegExp, number])[] = [
  [/^c[5-8][a-z]*$/, 2],
  [/^m[5-8][a-z]*$/, 4],
  [/^r[5-8][a-z]*$/, 8],
];

/** Amounts that EKS reserves on each node. Measured on t3.medium, where 1930m and about 3,400 Mi are allocatable. */
const reserved = { cpu: 0.07, memory: 0.6 * 2 ** 30 };

/** Requests of the pods on every node: aws-node, kube-proxy, CloudWatch agent, log forwarder and node exporter. */
const daemons = { cpu: 0.45, memory: 400 * 2 ** 20 };

interface NodeSize {
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/** Computes what a node of this type has left for pods; undefined where the type isn't known. */
function roomOn(instanceType: string): NodeSize | undefined {
  const [family = '', size = ''] = instanceType.split('.');
  const cpu = sizes[size];
  const perCpu = burstable.test(family)
    ? size === 'medium'
      ? 2
      : 4
    : memoryPerCpu.find(([pattern]) => pattern.test(family))?.[1];
  if (cpu === undefined || perCpu === undefined || (size === 'medium' && !burstable.test(family))) return undefined;
  return {
    cpu: cpu - reserved.cpu - daemons.cpu,
    memory: cpu * perCpu * 2 ** 30 - reserved.memory - daemons.memory,
  };
}

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
    const perNode = (rooms as NodeSize[]).map(({ cpu, memory }) =>
      Math.min(cpu / request.cpu, memory / request.memory),
    );
    carriers.push({ group, podsPerNode: Math.max(0, Math.floor(Math.min(...perNode))) });
  }
  return carriers;
}

/** Counts the pods of a workload that its node groups carry at their most, alone; undefined as above. */
export const podsThatFit = (environment: Environment, workload: Workload): number | undefined =>
  carriersOf(environment, workload)?.reduce((pods, { group, podsPerNode }) => pods + group.max * podsPerNode, 0);
