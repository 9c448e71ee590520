import { mergeDeep } from '../../../../generator/base/merge.js';
import { type Environment, environmentSchema } from '../../../../generator/environment/schema.js';
import { fullEnvironment } from '../../../helpers/full-environment.js';

const full = fullEnvironment;

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

export const switches = {
  loadBalancer: yes('exposure.loadBalancer.enabled'),
  ingress: yes('exposure.ingress.enabled'),
  certificate: field('exposure.ingress.certificateArn', full.exposure.ingress.certificateArn),
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
  secrets: field('workload.secrets', full.workload.secrets, []),
  model: field('workload.model', full.workload.model),
  digest: field('workload.image.digest', full.workload.image.digest),
  twoReplicas: field('workload.replicas.min', 2, 1),
  autoSync: yes('gitops.autoSync.enabled'),
  prune: yes('gitops.autoSync.prune'),
  selfHeal: yes('gitops.autoSync.selfHeal'),
  cascadeDelete: yes('gitops.cascadeDelete'),
  confirmDeletion: yes('gitops.confirmDeletion'),
  inCluster: field('gitops.destinationCluster', 'in-cluster', 'full-eks'),
  syncWindows: field('gitops.syncWindows', full.gitops.syncWindows, []),
  notifications: field('gitops.notifications', full.gitops.notifications, []),
  pipeline: field('pipeline', full.pipeline),
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
  return environmentSchema.parse(edits.reduce<unknown>(mergeDeep, fullEnvironment));
}
