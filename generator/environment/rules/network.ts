import { addressesNeeded } from '../capacity/subnets.js';
import { canonical, contains, overlaps, rangeOf, sizeOf } from '../cidr.js';
import type { Network } from '../network.js';
import type { Path } from '../problem.js';
import { type Rule, type RuleFinding, repeated } from './rule.js';

const lists = ['publicSubnets', 'privateSubnets'] as const;

/** Where the range of a subnet is written. */
const pathOf = ({ existing }: Network, list: (typeof lists)[number], index: number): Path =>
  existing ? ['network', 'existing', list, index, 'cidr'] : ['network', list, index];

const subnetsOf = (network: Network) =>
  lists.flatMap((list) => network[list].map((cidr, index) => ({ path: pathOf(network, list, index), cidr })));

const rangePath = ({ existing }: Network): Path => (existing ? ['network', 'existing', 'cidr'] : ['network', 'cidr']);

/** Zones with the place where each is written. */
const zonesOf = ({ availabilityZones, existing }: Network): { zone: string; path: Path }[] =>
  existing
    ? lists.flatMap((list) =>
        existing[list].map(({ zone }, index) => ({ zone, path: ['network', 'existing', list, index, 'zone'] })),
      )
    : availabilityZones.map((zone, index) => ({ zone, path: ['network', 'availabilityZones', index] }));

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
const serviceSizes = { from: 12, to: 24 };
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** From which EKS takes one that isn't the VPC's. */
const rangesOfEKS = (vpc: string): string[] =>
  ['172.20.0.0/16', '10.100.0.0/16'].filter((range) => !overlaps(rangeOf(range), rangeOf(vpc)));

function* mistakesInServices(range: string, vpc: string): Iterable<RuleFinding> {
  const path = ['cluster', 'serviceCidr'];
  const prefix = Number(range.split('/')[1]);
  if (prefix < serviceSizes.from || prefix > serviceSizes.to)
    yield { path, message: `Services have between /${serviceSizes.from} and /${serviceSizes.to}, not /${prefix}.` };
  if (!privateRanges.some((outer) => contains(rangeOf(outer), rangeOf(range))))
    yield { path, message: `${range} is outside of ${privateRanges.join(', ')}, which EKS takes.` };
  if (overlaps(rangeOf(range), rangeOf(vpc))) yield { path, message: `${range} overlaps with the VPC's ${vpc}.` };
}

function* hiddenByServices(
  { path, cidr }: { readonly path: Path; readonly cidr: string },
  services: string | undefined,
  vpc: string,
): Iterable<RuleFinding> {
  const ranges = services === undefined ? rangesOfEKS(vpc) : [services];
  const hidden = ranges.find((range) => contains(rangeOf(range), rangeOf(cidr)));
  if (hidden === undefined) return;
  const are = services === undefined ? 'may be' : 'are';
  const message =
    `Pods never reach ${cidr}: addresses in ${hidden} ${are} those of Services. ` +
    'Give those another range in cluster.serviceCidr.';
  yield services === undefined ? { severity: 'warning', path, message } : { path, message };
}

export const networkRules: readonly Rule[] = [
  {
    name: 'zones-in-region',
    *check({ aws, network }) {
      for (const { zone, path } of zonesOf(network)) {
        if (zone.slice(0, -1) === aws.region) continue;
        const message =
          `${zone} is not in the region ${aws.region}: its zones ` +
          `are called ${aws.region}a, ${aws.region}b and so on.`;
        yield { path, message };
      }
      for (const { index, value } of repeated(network.availabilityZones, String)) {
        yield { path: ['network', 'availabilityZones', index], message: `${value} is listed twice.` };
      }
    },
  },
  {
    name: 'subnet-per-zone',
    *check({ network }) {
      if (network.existing) return;
      const zones = network.availabilityZones.length;
      for (const list of lists) {
        const { length } = network[list];
        if (length !== zones)
          yield {
            path: ['network', list],
            message: `There are ${zones} availability zones and ${length} ranges: give one for each zone.`,
          };
      }
    },
  },
  {
    name: 'endpoints-once',
    *check({ network }) {
      for (const { index, value } of repeated(network.interfaceEndpoints, String)) {
        yield { path: ['network', 'interfaceEndpoints', index], message: `${value} is listed twice.` };
      }
    },
  },
  {
    name: 'network-address',
    *check({ network, cluster }) {
      const { serviceCidr } = cluster;
      const services = serviceCidr === undefined ? [] : [{ path: ['cluster', 'serviceCidr'], cidr: serviceCidr }];
      const ranges = [{ path: rangePath(network), cidr: network.cidr }, ...subnetsOf(network), ...services];
      for (const { path, cidr } of ranges) {
        if (cidr !== canonical(cidr)) yield { path, message: `${cidr} has host bits set: write ${canonical(cidr)}.` };
      }
    },
  },
  {
    name: 'vpc-size',
    *check({ network }) {
      const prefix = Number(network.cidr.split('/')[1]);
      if (prefix < 16 || prefix > 28)
        yield { path: rangePath(network), message: `A VPC has between /16 and /28, not /${prefix}.` };
    },
  },
  {
    name: 'subnet-in-vpc',
    *check({ network }) {
      for (const { path, cidr } of subnetsOf(network)) {
        if (!contains(rangeOf(network.cidr), rangeOf(cidr)))
          yield { path, message: `${cidr} lies outside the VPC's ${network.cidr}.` };
      }
    },
  },
  {
    name: 'subnets-apart',
    *check({ network }) {
      const subnets = subnetsOf(network);
      for (const [index, { path, cidr }] of subnets.entries()) {
        const other = subnets.slice(0, index).find((earlier) => overlaps(rangeOf(earlier.cidr), rangeOf(cidr)));
        if (other) yield { path, message: `${cidr} overlaps with ${other.cidr}.` };
      }
    },
  },
  {
    name: 'subnet-size',
    *check({ network, cluster }) {
      const nodes = cluster.nodeGroups.reduce((sum, { max }) => sum + max, 0);
      const zones = network.availabilityZones.length;
      const needed = addressesNeeded({ network, cluster });
      const prefix = 32 - Math.ceil(Math.log2(needed));
      for (const [index, cidr] of network.privateSubnets.entries()) {
        const size = sizeOf(rangeOf(cidr));
        if (size >= needed) continue;
        const message =
          `${cidr} has ${size} addresses; ${nodes} nodes over ${zones} zones need ` +
          `${needed} here (prefix delegation takes whole /28 blocks): ` +
          `use /${prefix} or larger.`;
        yield { path: pathOf(network, 'privateSubnets', index), message };
      }
      for (const [index, cidr] of network.publicSubnets.entries()) {
        if (sizeOf(rangeOf(cidr)) < 32)
          yield {
            path: pathOf(network, 'publicSubnets', index),
            message: `${cidr} is too small: a load balancer needs eight free addresses, so /27 or larger.`,
          };
      }
    },
  },
  {
    name: 'two-zones',
    *check({ network }) {
      if (network.availabilityZones.length > 1) return;
      const path = network.existing ? ['network', 'existing', 'privateSubnets'] : ['network', 'availabilityZones'];
      yield { path, message: 'EKS needs private subnets in two zones.' };
    },
  },
  {
    name: 'service-range',
    *check({ cluster: { serviceCidr }, network, workloads }) {
      if (serviceCidr !== undefined) yield* mistakesInServices(serviceCidr, network.cidr);
      for (const { key, egress } of workloads) {
        for (const [index, { cidr }] of egress.entries()) {
          const path = ['workloads', key, 'egress', index, 'cidr'];
          yield* hiddenByServices({ path, cidr }, serviceCidr, network.cidr);
        }
      }
    },
  },
  {
    name: 'no-way-out',
    *check({ network }) {
      if (network.existing || network.natGateways !== 'none') return;
      const message =
        'Without NAT nothing outside AWS is reached: Argo CD needs ' +
        'a repository, and add-ons need images, that lie inside.';
      yield { severity: 'warning', path: ['network', 'natGateways'], message };
    },
  },
];
