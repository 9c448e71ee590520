import { isInCluster, runsArgoCD } from '../../environment/argocd.js';
import { autoscalerImages } from '../../environment/data/kubernetes.js';
import {
  monitoringNamespace,
  type Names,
  parameterStore,
  secretStore,
  storageClass,
  workloadNames,
} from '../../environment/names.js';
import { receiverSecrets } from '../../environment/receivers.js';
import type { Environment, Workload } from '../../environment/resolve.js';
import { readsParameters } from '../../environment/secrets.js';
import { environmentValuesFile } from '../chart.js';
import { alertmanagerView } from './alertmanager.js';

/**
 * Builds the values that the templates in argocd/ can use.
 * @param withProjects whether projects are wanted also where somebody's Argo CD has one
 */
export function argoCDView(environment: Environment, names: Names, withProjects = false) {
  const { gitops, name } = environment;
  return {
    ...environment,
    names,
    generatedFrom: `environments/${name}.yaml`,
    inCluster: isInCluster(gitops),
    runsArgoCD: runsArgoCD(gitops),
    guest: withProjects ? null : (gitops.existing ?? null),
    valueFiles: [environmentValuesFile],
    secretStore,
    parameterStore: environment.workloads.some(readsParameters) ? parameterStore : null,
    // The driver of volumes in a cluster that exists, and its classes, are its owner's.
    storageClass: environment.cluster.existing ? null : storageClass,
    bringsObjects: environment.cluster.existing === undefined || receiverSecrets(environment).length > 0,
    existingVpcId: environment.network.existing?.vpcId ?? null,
    nodeSubnets: (environment.network.existing?.privateSubnets ?? []).map(({ id }) => ({ id })),
    resourceTags: resourceTags(environment),
    karpenterPools: karpenterPools(environment),
    autoscalerImage: autoscalerImages[environment.cluster.version] ?? `v${environment.cluster.version}.0`,
    workloadNamespaces: environment.workloads.map(({ namespace }) => namespace),
    secretNamespaces: secretNamespaces(environment),
    alertmanager: alertmanagerView(environment),
    monitoringNamespace,
    syncWindows: gitops.syncWindows.map((window) => ({ ...window, applications: ['*'] })),
    subscriptions: subscriptions(environment),
  };
}

export type ArgoCDView = ReturnType<typeof argoCDView>;

/** What the templates in argocd/workload/ can name as `workload`, beside all that the others can. */
export const workloadView = (environment: Environment, workload: Workload) => ({
  ...workload,
  names: workloadNames(environment, workload),
  namespaceLabels: namespaceLabels(workload),
});

/** Tags of what controllers make in AWS: those that Terraform gives to everything else, without who manages it. */
const resourceTags = ({ aws, name }: Environment): Record<string, string> => ({
  ...aws.tags,
  Environment: name,
  Project: 'ml-inference',
});

/** Lists the namespaces that read secrets of this environment. */
const secretNamespaces = (environment: Environment): string[] => [
  ...environment.workloads.map(({ namespace }) => namespace),
  ...(receiverSecrets(environment).length > 0 ? [monitoringNamespace] : []),
];

/** Pools in the words of a NodePool. */
const karpenterPools = ({ cluster }: Environment) =>
  Object.entries(cluster.karpenterPools).map(([name, { categories, architectures, capacity, ...pool }]) => ({
    ...pool,
    name,
    amiAlias: `al2023@${pool.amiRelease}`,
    requirements: [
      { key: 'kubernetes.io/arch', operator: 'In', values: architectures },
      { key: 'karpenter.sh/capacity-type', operator: 'In', values: capacity },
      { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: categories },
      { key: 'karpenter.k8s.aws/instance-generation', operator: 'Gt', values: ['2'] },
    ],
  }));

function namespaceLabels({ exposure }: Workload): Record<string, string> {
  const restricted = Object.fromEntries(
    ['enforce', 'warn', 'audit'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
  );
  const isExposed = exposure.loadBalancer.enabled || exposure.ingress.enabled;
  // A pod becomes ready only when the load balancer sends to it, so a rollout waits for the load balancer.
  return isExposed ? { ...restricted, 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' } : restricted;
}

/** Builds the annotations that subscribe recipients to Argo CD's notifications: one for each trigger and service. */
function subscriptions({ gitops }: Environment): Record<string, string> {
  const recipients = new Map<string, string[]>();
  for (const { trigger, service, recipient } of gitops.notifications) {
    const annotation = `notifications.argoproj.io/subscribe.${trigger}.${service}`;
    recipients.set(annotation, [...(recipients.get(annotation) ?? []), recipient]);
  }
  return Object.fromEntries([...recipients].map(([annotation, all]) => [annotation, all.join(';')]));
}
