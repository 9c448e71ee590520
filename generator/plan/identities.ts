import { isPlainObject } from '../base/merge.js';
import { madeSecrets } from '../environment/made-secrets.js';
import { workloadNames } from '../environment/names.js';
import { managedNodeGroups } from '../environment/node-groups.js';
import type { Environment, Workload } from '../environment/resolve.js';
import { isOfArgoCD } from '../render/argocd.js';
import type { RenderedEnvironment, RenderInput } from '../render/environment.js';

/**
 * Lists the real objects that an environment stands for: when one of them is no longer rendered, or has another name,
 * something in the cluster or in AWS is deleted.
 */
export function identitiesOf({ environment, names }: RenderInput, { manifests }: RenderedEnvironment): Set<string> {
  const { aws, cluster, workloads } = environment;
  const place = `${aws.accountId}/${aws.region}`;
  const applications = manifests
    .filter(({ isForAdmins }) => !isForAdmins)
    .flatMap(({ objects }) => objects.flatMap((object) => identityOf(object) ?? []));
  return new Set([
    ...applications,
    ...workloads.flatMap((workload) => ofWorkload(environment, workload)),
    ...madeSecrets(environment).map((secret) => `Secret ${secret}`),
    ...ofNetwork(environment),
    ...managedNodeGroups(environment).map(({ name }) => `NodeGroup ${cluster.name}/${name}`),
    ...environment.registry.repositories.map((repository) => `Repository ${place}/${repository}`),
    ...(cluster.existing ? [] : [`Cluster ${place}/${cluster.name}`]),
    `TerraformRoot ${names.stateBucket}/${names.stateKey}`,
  ]);
}

/** Of a VPC that exists nothing is ours. */
function ofNetwork({ cluster, network }: Environment): string[] {
  if (network.existing) return [];
  const subnets = [network.publicSubnets, network.privateSubnets].flatMap((ranges) =>
    ranges.map((range, index) => `Subnet ${cluster.name}/${network.availabilityZones[index]} ${range}`),
  );
  return [`Vpc ${cluster.name} ${network.cidr}`, ...subnets];
}

function ofWorkload(environment: Environment, workload: Workload): string[] {
  const { namespace, name, roleName, exposure } = workload;
  const { loadBalancerService } = workloadNames(environment, workload);
  return [
    `Namespace ${namespace}`,
    `Role ${environment.aws.accountId}${environment.aws.rolePath}${roleName}`,
    ...(exposure.loadBalancer.enabled ? [`LoadBalancer ${namespace}/${loadBalancerService}`] : []),
    ...(exposure.ingress.enabled ? [`Ingress ${namespace}/${name}`] : []),
  ];
}

function identityOf(object: unknown): string | undefined {
  if (!isPlainObject(object) || !isPlainObject(object['metadata']) || !isOfArgoCD(object)) return undefined;
  const { kind, metadata } = object;
  return kind === 'Application' || kind === 'AppProject'
    ? `${kind} ${metadata['namespace']}/${metadata['name']}`
    : undefined;
}
