import { hasAddOn, hasAlertmanager } from './addons.js';
import type { EnvironmentInput } from './schema.js';
import { readsParameters } from './secrets.js';

type NetworkInput = EnvironmentInput['network'];
type NewNetwork = Exclude<NetworkInput, { existing: unknown }>;
type ExistingNetwork = Extract<NetworkInput, { existing: unknown }>;

/** A VPC, whether Terraform makes it or it exists: what every layer may ask of either. */
export interface Network {
  readonly cidr: string;
  /** Of the private subnets, each once. */
  readonly availabilityZones: readonly string[];
  /** Ranges. */
  readonly publicSubnets: readonly string[];
  readonly privateSubnets: readonly string[];
  readonly natGateways: NewNetwork['natGateways'];
  readonly interfaceEndpoints: readonly NewNetwork['interfaceEndpoints'][number][];
  /** Undefined where flow logs are the VPC owner's. */
  readonly flowLogRetentionDays: number | undefined;
  readonly peeredWith: readonly string[];
  readonly existing: ExistingNetwork['existing'] | undefined;
}

/** What an environment uses, as far as its network has to lead there. */
export interface Uses {
  readonly addons: EnvironmentInput['addons'];
  readonly observability: EnvironmentInput['observability'];
  readonly workloads: EnvironmentInput['workloads'];
}

export function resolveNetwork(input: NetworkInput, uses: Uses): Network {
  if (!('existing' in input)) return { ...input, interfaceEndpoints: endpointsOf(input, uses), existing: undefined };
  const { existing, peeredWith } = input;
  return {
    cidr: existing.cidr,
    availabilityZones: [...new Set(existing.privateSubnets.map(({ zone }) => zone))],
    publicSubnets: existing.publicSubnets.map(({ cidr }) => cidr),
    privateSubnets: existing.privateSubnets.map(({ cidr }) => cidr),
    natGateways: 'none',
    interfaceEndpoints: [],
    flowLogRetentionDays: undefined,
    peeredWith,
    existing,
  };
}

/** Counts the NAT gateways that Terraform makes. */
export const natGatewayCount = ({ natGateways, availabilityZones }: Network): number =>
  ({ none: 0, single: 1, 'one-per-az': availabilityZones.length })[natGateways];

/** Without NAT every service that nodes, controllers and pods call needs an endpoint. */
function endpointsOf({ natGateways, interfaceEndpoints }: NewNetwork, uses: Uses): Network['interfaceEndpoints'] {
  if (natGateways !== 'none') return interfaceEndpoints;
  return [...new Set([...interfaceEndpoints, ...neededWithoutNat(uses)])].sort();
}

function* neededWithoutNat({
  addons,
  observability,
  workloads,
}: Uses): Iterable<NewNetwork['interfaceEndpoints'][number]> {
  const isOn = (addon: string) => hasAddOn({ addons }, addon);
  // Nodes join through these, pull images and let pods assume their roles.
  yield* ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'sts'] as const;
  if (isOn('aws-load-balancer-controller')) yield 'elasticloadbalancing';
  if (isOn('cluster-autoscaler')) yield 'autoscaling';
  if (isOn('karpenter')) yield* ['sqs', 'ssm'] as const;
  if (isOn('external-secrets')) yield 'secretsmanager';
  if (isOn('external-secrets') && Object.values(workloads).some(readsParameters)) yield 'ssm';
  if (hasAlertmanager({ addons }) && observability.receivers.some(({ sns }) => sns)) yield 'sns';
  if (observability.containerInsights) yield* ['logs', 'monitoring'] as const;
}
