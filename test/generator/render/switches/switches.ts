import { mergeDeep } from '../../../../generator/base/merge.js';
import type { Environment } from '../../../../generator/environment/resolve.js';
import { fullEnvironment } from '../../../helpers/full-environment.js';
import { resolved } from '../../../helpers/resolved.js';

const full = fullEnvironment;
const { forecaster } = full.workloads;

/** A yes or a no of an environment: what is stated for the one and for the other. */
interface Switch {
  readonly on: object;
  readonly off: object;
}

/** A field at the end of the path that is stated for yes and left out, or stated otherwise, for no. */
function field(path: string, on: unknown, off?: unknown): Switch {
  const at = (value: unknown) =>
    path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
  return { on: at(on), off: at(off) };
}

const yes = (path: string): Switch => field(path, true, false);
const addOn = (name: string): Switch => yes(`addons.${name}.enabled`);

const switches = {
  loadBalancer: yes('workloads.forecaster.exposure.loadBalancer.enabled'),
  ingress: yes('workloads.forecaster.exposure.ingress.enabled'),
  certificate: field(
    'workloads.forecaster.exposure.ingress.certificateArn',
    forecaster.exposure.ingress.certificateArn,
  ),
  containerInsights: yes('observability.containerInsights'),
  budget: field('observability.budget', full.observability.budget),
  argoCD: addOn('argo-cd'),
  loadBalancerController: addOn('aws-load-balancer-controller'),
  metricsServer: addOn('metrics-server'),
  clusterAutoscaler: addOn('cluster-autoscaler'),
  karpenter: addOn('karpenter'),
  externalSecrets: addOn('external-secrets'),
  prometheus: addOn('kube-prometheus-stack'),
  publicAccess: yes('cluster.publicAccess'),
  deletionProtection: yes('cluster.deletionProtection'),
  natInEachZone: field('network.natGateways', 'one-per-az', 'single'),
  secrets: field('workloads.forecaster.secrets', forecaster.secrets, []),
  model: field('workloads.forecaster.model', forecaster.model),
  digest: field('workloads.forecaster.image.digest', forecaster.image.digest),
  twoReplicas: field('workloads.forecaster.replicas.min', 2, 1),
  autoSync: yes('gitops.autoSync.enabled'),
  prune: yes('gitops.autoSync.prune'),
  selfHeal: yes('gitops.autoSync.selfHeal'),
  cascadeDelete: yes('gitops.cascadeDelete'),
  confirmDeletion: yes('gitops.confirmDeletion'),
  inCluster: field('gitops.destinationCluster', 'in-cluster', 'full-eks'),
  syncWindows: field('gitops.syncWindows', full.gitops.syncWindows, []),
  notifications: field('gitops.notifications', full.gitops.notifications, []),
  pipeline: field('pipeline', full.pipeline),
  namePrefix: field('aws.namePrefix', full.aws.namePrefix),
  permissionsBoundary: field('aws.permissionsBoundary', full.aws.permissionsBoundary),
  rolePath: field('aws.rolePath', full.aws.rolePath),
  assumeRole: field('aws.assumeRoleArn', full.aws.assumeRoleArn),
  path: field('workloads.forecaster.exposure.ingress.path', forecaster.exposure.ingress.path),
  group: field('workloads.forecaster.exposure.ingress.group', forecaster.exposure.ingress.group),
  cpuLimit: field('workloads.forecaster.resources.limits.cpu', forecaster.resources.limits.cpu),
  quota: field('workloads.forecaster.quota', forecaster.quota),
} as const satisfies Readonly<Record<string, Switch>>;

export type SwitchName = keyof typeof switches;
export type On = Readonly<Record<SwitchName, boolean>>;

export const switchNames = Object.keys(switches) as SwitchName[];

/** Every switch with whether it is on. */
export const onWhere = (isOn: (name: SwitchName) => boolean): On =>
  Object.fromEntries(switchNames.map((name) => [name, isOn(name)])) as On;

/** The full environment with these switches on and the others off. */
export function environmentWith(on: On): Environment {
  const edits = switchNames.map((name) => (on[name] ? switches[name].on : switches[name].off));
  return resolved(edits.reduce<unknown>(mergeDeep, fullEnvironment) as object);
}
