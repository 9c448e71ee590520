import { applicationBalancers, sharersOf } from '../environment/balancers.js';
import { carriersOf } from '../environment/capacity/nodes.js';
import { natGatewayCount } from '../environment/network.js';
import { receiverSecrets } from '../environment/receivers.js';
import type { Environment, Workload } from '../environment/resolve.js';
import { ownSecretNames } from '../environment/secrets.js';
import { hundredths } from './hundredths.js';
import type { Service } from './price-list.js';

export interface Quantity {
  readonly min: number;
  readonly max: number;
}

/** Something that an environment is billed for. */
export type Item = {
  readonly what: string;
  readonly quantity: Quantity;
} & (
  | { readonly service: Service }
  | { readonly instanceTypes: readonly string[]; readonly capacity: 'on-demand' | 'spot' }
);

/** Lists what an environment is billed for, whatever it costs. What comes by use isn't among it: see `leftOut`. */
export function itemsOf(environment: Environment): Item[] {
  const { cluster } = environment;
  return [
    ...(cluster.existing ? [] : [fixed('eks-cluster', 'EKS control plane', 1)]),
    ...cluster.nodeGroups.flatMap(itemsOfGroup),
    ...itemsOfNetwork(environment),
    ...itemsOfBalancers(environment),
    // Cluster, data, logs and the state's; a cluster that exists has its own.
    fixed('kms-key', 'KMS keys', cluster.existing ? 3 : 4),
    fixed('secret', 'secrets', secretsOf(environment)),
  ].filter(({ quantity }) => quantity.max > 0);
}

/** What is billed by use, or can't be told from the environment. */
export function leftOut({ addons, cluster }: Environment): string[] {
  return [
    'traffic: between zones, through NAT gateways and load balancers, to the internet',
    'logs and metrics by volume, images in ECR, models in S3, requests to KMS and Secrets Manager',
    ...(addons['kube-prometheus-stack']?.enabled ? ['volumes of pods: those of Prometheus and Alertmanager'] : []),
    ...(addons['karpenter']?.enabled ? ['nodes that Karpenter starts'] : []),
    ...(cluster.existing ? ['nodes and network, which are those of the cluster that exists'] : []),
    'tax, support, discounts and credits',
  ];
}

const fixed = (service: Service, what: string, count: number): Item => ({
  service,
  what,
  quantity: { min: count, max: count },
});

const itemsOfGroup = (group: NodeGroup): Item[] => nodesOf(group, group);

function nodesOf({ name, instanceTypes, capacity, diskSizeGiB }: NodeGroup, { min, max }: Quantity): Item[] {
  return [
    { what: `nodes of ${name}`, instanceTypes, capacity, quantity: { min, max } },
    {
      what: `GiB of disks of ${name}`,
      service: 'gp3-gib',
      quantity: { min: min * diskSizeGiB, max: max * diskSizeGiB },
    },
  ];
}

type NodeGroup = Environment['cluster']['nodeGroups'][number];

function itemsOfNetwork({ network }: Environment): Item[] {
  const zones = network.availabilityZones.length;
  const gateways = natGatewayCount(network);
  return [
    fixed('nat-gateway', 'NAT gateways', gateways),
    fixed('public-ipv4', 'addresses of NAT gateways', gateways),
    fixed('interface-endpoint', 'interface endpoints, by zone', network.interfaceEndpoints.length * zones),
  ];
}

function itemsOfBalancers({ network, workloads }: Environment): Item[] {
  const zones = network.availabilityZones.length;
  const ofNetwork = workloads.map(({ exposure }) => exposure.loadBalancer).filter(({ enabled }) => enabled);
  const ofApplication = applicationBalancers(workloads);
  const facing = [...ofNetwork, ...ofApplication].filter(({ scheme }) => scheme === 'internet-facing').length;
  return [
    fixed('network-load-balancer', 'network load balancers', ofNetwork.length),
    fixed('application-load-balancer', 'application load balancers', ofApplication.length),
    fixed('public-ipv4', 'addresses of load balancers, by zone', facing * zones),
  ];
}

/**
 * Lists what a workload is billed for of all that: its secrets, its load balancers, or its part of one that several
 * share, and the parts of nodes that its pods ask for, at its fewest and its most. Idle nodes are nobody's.
 */
export function itemsOfWorkload(environment: Environment, workload: Workload): Item[] {
  const { exposure, replicas } = workload;
  const { loadBalancer, ingress } = exposure;
  const ofNetwork = loadBalancer.enabled ? 1 : 0;
  const ofApplication = ingress.enabled ? 1 / sharersOf(environment.workloads, workload) : 0;
  const facing =
    (loadBalancer.scheme === 'internet-facing' ? ofNetwork : 0) +
    (ingress.scheme === 'internet-facing' ? ofApplication : 0);
  const [carrier] = carriersOf(environment, workload)?.filter(({ podsPerNode }) => podsPerNode > 0) ?? [];
  const nodes = (pods: number) => hundredths(pods / (carrier?.podsPerNode ?? 1));
  return [
    ...(carrier ? nodesOf(carrier.group, { min: nodes(replicas.min), max: nodes(replicas.max) }) : []),
    fixed('network-load-balancer', 'network load balancers', ofNetwork),
    fixed('application-load-balancer', 'application load balancers', hundredths(ofApplication)),
    fixed(
      'public-ipv4',
      'addresses of load balancers, by zone',
      hundredths(facing * environment.network.availabilityZones.length),
    ),
    fixed('secret', 'secrets', ownSecretNames(workload).length),
  ].filter(({ quantity }) => quantity.max > 0);
}

const secretsOf = (environment: Environment): number =>
  environment.workloads.reduce((sum, workload) => sum + ownSecretNames(workload).length, 0) +
  receiverSecrets(environment).length;
