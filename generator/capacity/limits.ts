import { hasAddOn } from '../environment/addons.js';
import { fleetOf, kindsOf, mostOf } from '../environment/capacity/fleet.js';
import { type Amount, amountKeys } from '../environment/capacity/pack.js';
import { podsInWorstCase, timesPods } from '../environment/capacity/pods.js';
import { knowsNodes } from '../environment/capacity/pods-that-fit.js';
import { estimateOf } from '../environment/capacity/quantity.js';
import { addressesNeeded } from '../environment/capacity/subnets.js';
import { rangeOf, sizeOf } from '../environment/cidr.js';
import { podsThatStay } from '../environment/disruption.js';
import type { Environment, Workload } from '../environment/resolve.js';

/** A bound, and how much of it is taken at the most. */
export interface Limit {
  readonly what: string;
  readonly used: number;
  readonly of: number;
  readonly unit: 'cores' | 'GiB' | 'pods' | 'addresses';
}

/**
 * Lists what bounds an environment, with what is taken when every workload is at its most. Nodes bound nothing that can
 * be told where Karpenter starts them, or where it isn't known what one has.
 */
export const limitsOf = (environment: Environment): Limit[] => [
  ...(knowsNodes(environment) && !hasAddOn(environment, 'karpenter') ? limitsOfNodes(environment) : []),
  ...environment.workloads.flatMap(limitsOfQuota),
  ...environment.workloads.map(limitOfDrain),
  ...(environment.cluster.existing ? [] : limitsOfSubnets(environment)),
];

const namesOfAmounts = {
  cpu: { what: "nodes' CPU", unit: 'cores', divisor: 1000 },
  memory: { what: "nodes' memory", unit: 'GiB', divisor: 2 ** 30 },
  disk: { what: "nodes' disks", unit: 'GiB', divisor: 2 ** 30 },
  pods: { what: 'pods on nodes', unit: 'pods', divisor: 1 },
} as const satisfies Record<keyof Amount, unknown>;

function limitsOfNodes(environment: Environment): Limit[] {
  const nodes = fleetOf(environment, mostOf(environment.cluster.nodeGroups));
  const kinds = kindsOf(environment, ({ replicas }) => replicas.max);
  return amountKeys.map((key) => {
    const { what, unit, divisor } = namesOfAmounts[key];
    const used = kinds.reduce((total, { request, count }) => total + request[key] * count, 0);
    const of = nodes.reduce((total, { room }) => total + room[key], 0);
    return { what, unit, used: tenths(used / divisor), of: tenths(of / divisor) };
  });
}

function limitsOfQuota({ key, maxSurge, podResources, quota, replicas }: Workload): Limit[] {
  const pods = podsInWorstCase({ max: replicas.max, maxSurge });
  const needed = timesPods(podResources.requests, pods);
  return [
    { what: `quota of ${key}, pods`, used: pods, of: quota.pods, unit: 'pods' },
    {
      what: `quota of ${key}, CPU`,
      used: tenths(estimateOf(needed.cpu)),
      of: tenths(estimateOf(quota.requests.cpu)),
      unit: 'cores',
    },
    {
      what: `quota of ${key}, memory`,
      used: tenths(estimateOf(needed.memory) / 2 ** 30),
      of: tenths(estimateOf(quota.requests.memory) / 2 ** 30),
      unit: 'GiB',
    },
  ];
}

/** A drain takes what the budget lets go: with none of the fewest pods free, a node never empties. */
const limitOfDrain = (workload: Workload): Limit => ({
  what: `pods of ${workload.key} that must stay in a drain`,
  used: podsThatStay(workload),
  of: workload.replicas.min - 1,
  unit: 'pods',
});

function limitsOfSubnets(environment: Environment): Limit[] {
  const used = addressesNeeded(environment);
  return environment.network.privateSubnets.map((cidr) => ({
    what: `addresses of ${cidr}`,
    used,
    of: sizeOf(rangeOf(cidr)),
    unit: 'addresses',
  }));
}

export const tenths = (number: number): number => Math.round(number * 10) / 10;
