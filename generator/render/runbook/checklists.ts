import { hasAddOn } from '../../environment/addons.js';
import { holdsAll } from '../../environment/capacity/pods-that-fit.js';
import { areAlertsHeard } from '../../environment/receivers.js';
import type { Environment } from '../../environment/resolve.js';

const everywhere = '0.0.0.0/0';

/** Lists the node groups that the workload's pods can run on: those without taints, since the pods tolerate none. */
const openGroups = ({ cluster }: Environment) =>
  cluster.nodeGroups.filter(({ taints }) => taints.every(({ effect }) => effect === 'PreferNoSchedule'));

const opened = ({ workloads }: Environment) =>
  workloads.flatMap(({ exposure }) => [exposure.loadBalancer, exposure.ingress]).filter(({ enabled }) => enabled);

/** Evaluates the checks of the list on high availability: each depends on this environment only. */
export function highAvailability(environment: Environment) {
  const { network, cluster, workloads, observability } = environment;
  const groups = openGroups(environment);
  return {
    severalZones: new Set(network.availabilityZones).size > 1,
    wayOutOfEachZone: hasWayOutOfEachZone(environment),
    severalPods: workloads.every(({ replicas }) => replicas.min > 1),
    severalNodes: groups.reduce((nodes, { min }) => nodes + min, 0) > 1,
    onDemandNodes: groups.some(({ capacity, min }) => capacity === 'on-demand' && min > 0),
    nodesOnDemand: hasAddOn(environment, 'cluster-autoscaler') || hasAddOn(environment, 'karpenter'),
    nodesHoldPods: hasAddOn(environment, 'karpenter') || holdsAll(environment),
    roomToScale: workloads.every(({ replicas }) => replicas.max > replicas.min),
    deletionProtected: cluster.deletionProtection,
    healsItself: environment.gitops.autoSync.enabled && environment.gitops.autoSync.selfHeal,
    someoneIsTold: observability.alarmEmails.length > 0,
    alertsReachSomebody: areAlertsHeard(environment),
    alertsFollowObjectives: hasAddOn(environment, 'kube-prometheus-stack'),
  };
}

/** Tells whether a lost zone leaves the others a way out: of a VPC that exists nothing is known. */
const hasWayOutOfEachZone = ({ network }: Environment): boolean =>
  network.natGateways === 'one-per-az' || (network.natGateways === 'none' && !network.existing);

/** Evaluates the checks of the list on security: each depends on this environment only. */
export function security(environment: Environment) {
  const { network, cluster, workloads, gitops, observability } = environment;
  const cidrs = opened(environment).flatMap(({ scheme, sourceCidrs }) => (scheme === 'internal' ? [] : sourceCidrs));
  return {
    closedApi: !cluster.publicAccess || !cluster.publicAccessCidrs.includes(everywhere),
    privateApi: !cluster.publicAccess,
    namedAdmins:
      cluster.accessEntries.length > 0 && cluster.accessEntries.every(({ principalArn }) => !isRoot(principalArn)),
    encryptedFromClients: workloads.every(
      ({ exposure: { loadBalancer } }) => !loadBalancer.enabled || loadBalancer.scheme === 'internal',
    ),
    knownClients: !cidrs.includes(everywhere),
    imageByDigest: workloads.every(({ image }) => image.digest !== undefined),
    managedSecrets: workloads.every(({ secrets }) => secrets.length === 0) || hasAddOn(environment, 'external-secrets'),
    narrowEgress: workloads.every(({ egress }) => egress.every(({ cidr }) => cidr !== everywhere)),
    privateServices: (['ecr.api', 'ecr.dkr', 'sts', 'secretsmanager'] as const).every((service) =>
      network.interfaceEndpoints.includes(service),
    ),
    logsForAYear: [cluster.logRetentionDays, network.flowLogRetentionDays, observability.logRetentionDays].every(
      (days) => days === undefined || days >= 365,
    ),
    pipelineWithoutKeys: environment.pipeline !== undefined && environment.registry.repositories.length > 0,
    deletionAsks: gitops.confirmDeletion,
    budget: observability.budget !== undefined,
  };
}

const isRoot = (arn: string): boolean => arn.endsWith(':root');
