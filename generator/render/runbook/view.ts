import { isPlainObject } from '../../base/merge.js';
import { limitsOf } from '../../capacity/limits.js';
import { barsOf } from '../../capacity/words.js';
import { hasAddOn, hasAlertmanager } from '../../environment/addons.js';
import { isInCluster, runsArgoCD } from '../../environment/argocd.js';
import { minorOf } from '../../environment/cluster.js';
import { standardSupportUntil } from '../../environment/data/kubernetes.js';
import { monitoringNamespace, type Names, oidcProviderArn } from '../../environment/names.js';
import { type ManagedNodeGroup, managedNodeGroups } from '../../environment/node-groups.js';
import { receiverSecretName, receiverSecrets, topicArn } from '../../environment/receivers.js';
import type { Environment } from '../../environment/resolve.js';
import { isOfArgoCD, type RenderedManifest } from '../argocd.js';
import { accessRoles } from './access-roles.js';
import { highAvailability, security } from './checklists.js';
import { grantsOf } from './grants.js';
import { picture } from './picture.js';
import { type Caller, commandsBy } from './tool.js';
import { imagesOf, type WorkloadView, workloadView } from './workload.js';

export interface RunbookInput {
  readonly environment: Environment;
  readonly names: Names;
  readonly caller: Caller;
  /** Files that Argo CD reads. The steps of bootstrap and teardown take charts and names of Applications from them. */
  readonly manifests: readonly RenderedManifest[];
}

/** Builds the values that the templates in runbook/ can use. A field that the environment leaves out is null. */
export function runbookView(input: RunbookInput) {
  const { environment, names, manifests } = input;
  const { cluster, gitops, name } = environment;
  const workloads = environment.workloads.map((workload) => workloadView(input, workload));
  const images = imagesOf(workloads);
  const ofReceivers = receiverSecrets(environment).map((secret) => ({ ...secret, key: monitoringNamespace }));
  const inCluster = isInCluster(gitops);
  const objects = manifests.flatMap(({ objects: documents }) => documents).filter(isPlainObject);
  const kubectl = ['kubectl', '--context', cluster.name];
  return {
    ...environment,
    cluster: { ...cluster, existing: cluster.existing ?? null },
    oidcProviderArn: cluster.existing ? oidcProviderArn(environment, cluster.existing) : null,
    staysBehind: cluster.existing !== undefined || !runsArgoCD(gitops),
    network: { ...environment.network, existing: environment.network.existing ?? null },
    registry: { ...environment.registry, madeBy: environment.registry.madeBy ?? null },
    pipeline: environment.pipeline ?? null,
    budget: environment.observability.budget ?? null,
    names,
    tool: commandsBy(input.caller, name),
    workloads,
    ...workloadsByFeature(workloads),
    workloadKey: keyIn(workloads),
    generatedFrom: `environments/${name}.yaml`,
    inCluster,
    isHub: !inCluster && !gitops.existing,
    guest: gitops.existing ?? null,
    accessRoles: accessRoles(environment, names),
    permissionsBoundary: environment.aws.permissionsBoundary ?? null,
    hubRoleArn: gitops.hubRoleArn ?? null,
    kubectl,
    kubectlArgoCD: [...(inCluster ? kubectl : ['kubectl']), '--namespace', names.argocd.namespace],
    argoCDChart: argoCDChart(objects, names),
    applications: namesOfKind(objects, 'Application').filter((application) => application !== names.argocd.root),
    workloadApplications: workloads.map((workload) => workload.names.application),
    projects: namesOfKind(objects, 'AppProject'),
    images,
    platforms: platforms(environment),
    ownSecretIds: [...workloads.flatMap(({ secretIds }) => secretIds), ...ofReceivers],
    receiverSecrets: ofReceivers,
    alertSecret: receiverSecretName,
    receivers: environment.observability.receivers.map((receiver) => receiverView(environment, receiver)),
    recoveryDays: recoveryDays(environment, workloads),
    grants: grantsOf(environment),
    limits: limitsOf(environment)
      .map(barsOf)
      .map(([what, bar, taken, headroom]) => ({ what, bar, taken, headroom })),
    supportedUntil: standardSupportUntil[cluster.version] ?? null,
    nextVersion: `1.${minorOf(cluster.version) + 1}`,
    imageReleases: imageReleases(environment),
    alarmPrefix: `${cluster.existing ? environment.aws.namePrefix : cluster.name}-`,
    insightsLogGroup: `/aws/containerinsights/${cluster.name}/application`,
    monitoringNamespace,
    isPrivateRepository: !gitops.repoURL.startsWith('https://'),
    nodes: nodesOf(environment),
    has: { ...features(environment), ...imageFeatures(images), several: workloads.length > 1 },
    picture: picture(environment, workloads),
    highAvailability: highAvailability(environment),
    security: security(environment),
  };
}

const workloadsByFeature = (workloads: readonly WorkloadView[]) => ({
  withSecrets: workloads.filter(({ secrets }) => secrets.length > 0),
  withOwnSecrets: workloads.filter(({ secretIds }) => secretIds.length > 0),
  withModel: workloads.filter(({ model }) => model !== null),
  withDefaultModel: workloads.filter(({ model }) => model === null),
  withLoadBalancer: workloads.filter(({ has }) => has.anyLoadBalancer),
});

/** Gives the key for paths of fields: that of the only workload, or `<key>` for any of several. */
const keyIn = ([first, ...more]: readonly WorkloadView[]): string => (first && more.length === 0 ? first.key : '<key>');

/** Lists the days in which deleted secrets can be brought back: usually one number for all workloads. */
function recoveryDays(environment: Environment, workloads: readonly WorkloadView[]): number[] {
  const ofReceivers = receiverSecrets(environment).length > 0 && environment.cluster.deletionProtection ? 30 : 0;
  const ofWorkloads = workloads.map(({ secretIds, secretRecoveryDays: days }) => (secretIds.length > 0 ? days : 0));
  return distinct([...ofWorkloads, ofReceivers])
    .filter((days) => days > 0)
    .sort((left, right) => left - right);
}

/** Says of which alerts a receiver hears, and where. */
function receiverView(environment: Environment, receiver: Environment['observability']['receivers'][number]) {
  const { severity, sns, slack } = receiver;
  return {
    alerts: severity ?? 'critical and warning',
    channel: sns ? 'SNS' : slack ? 'Slack' : 'PagerDuty',
    topic: sns ? topicArn(environment, sns) : null,
  };
}

function features(environment: Environment) {
  const { addons, aws, cluster, name, network, observability, pipeline, registry } = environment;
  const isOn = (addon: string) => addons[addon]?.enabled ?? false;
  return {
    monitoring: isOn('kube-prometheus-stack'),
    metrics: hasAddOn(environment, 'metrics-server'),
    autoscaler: isOn('cluster-autoscaler'),
    karpenter: isOn('karpenter'),
    externalSecrets: hasAddOn(environment, 'external-secrets'),
    insights: observability.containerInsights,
    spot: cluster.nodeGroups.some(({ capacity }) => capacity === 'spot'),
    nat: network.natGateways !== 'none',
    ownRegistry: registry.accountId === aws.accountId,
    makesRegistry: registry.madeBy === name,
    imagePipeline: pipeline !== undefined && registry.repositories.length > 0,
    terraformPipeline: pipeline?.terraform !== undefined,
    alarmEmails: observability.alarmEmails.length > 0,
    alertmanager: hasAlertmanager(environment),
  };
}

const imageFeatures = (images: ReturnType<typeof imagesOf>) => ({
  imagesByTag: images.some(({ digest }) => digest === null),
  imagesByDigest: images.some(({ digest }) => digest !== null),
  severalImages: images.length > 1,
  severalRepositories: distinct(images.map(({ repository }) => repository)).length > 1,
});

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

function nodesOf(environment: Environment) {
  const groups = managedNodeGroups(environment);
  const sum = (side: 'min' | 'max') => groups.reduce((nodes, group) => nodes + group[side], 0);
  return {
    min: sum('min'),
    max: sum('max'),
    isDivided: groups.length > environment.cluster.nodeGroups.length,
    groups: groups.map(({ name, min, max }) => ({ name, min, max })),
    fewest: fewestNodes(groups),
  };
}

/** Gives the group that has the fewest nodes, for which it is told how there come to be more. EKS adds to its name. */
function fewestNodes(groups: readonly Pick<ManagedNodeGroup, 'name' | 'min'>[]) {
  const { name, min } = groups.at(-1) ?? { name: '', min: 0 };
  return { name, more: min + 1, query: `nodegroups[?starts_with(@, \`${name}-\`)] | [0]` };
}

/** Lists the platforms of the nodes: the image has to be built for each of them. */
function platforms({ addons, cluster }: Environment): string {
  const found = new Set(
    cluster.nodeGroups.map(({ amiType }) => (amiType.includes('ARM_64') ? 'linux/arm64' : 'linux/amd64')),
  );
  if (addons['karpenter']?.enabled) found.add('linux/amd64');
  return [...found].sort().join(',');
}

/** Lists the parameters in which AWS publishes the newest release of the groups' images. */
const imageReleases = ({ cluster }: Environment): string[] =>
  distinct(
    cluster.nodeGroups.map(({ amiType }) => {
      const architecture = amiType.includes('ARM_64') ? 'arm64' : 'x86_64';
      return amiType.startsWith('BOTTLEROCKET')
        ? `/aws/service/bottlerocket/aws-k8s-${cluster.version}/${architecture}/latest/image_version`
        : `/aws/service/eks/optimized-ami/${cluster.version}/amazon-linux-2023/${architecture}/standard/recommended/` +
            'release_version';
    }),
  );

type Objects = readonly Record<string, unknown>[];

const namesOfKind = (objects: Objects, kind: string): string[] =>
  objects
    .filter((object) => object['kind'] === kind && isOfArgoCD(object))
    .map(({ metadata }) => String(isPlainObject(metadata) && metadata['name']));

/**
 * Finds the Helm chart that installs Argo CD in the environment's cluster.
 * @returns null where a hub's Argo CD is used, or Argo CD isn't installed from this repository
 */
function argoCDChart(objects: Objects, { argocd, paths }: Names) {
  const key = 'argo-cd';
  const application = objects.find(
    ({ kind, metadata }) =>
      kind === 'Application' && isPlainObject(metadata) && metadata['name'] === `${argocd.addOns}-${key}`,
  );
  if (!application) return null;
  const { source, destination } = application['spec'] as {
    source: { repoURL: string; chart: string; targetRevision: string; helm: { releaseName: string } };
    destination: { namespace: string };
  };
  return {
    // A URL without a scheme is an OCI registry, which Helm takes as part of the chart's name.
    chart: source.repoURL.includes('://')
      ? [source.chart, '--repo', source.repoURL]
      : [`oci://${source.repoURL}/${source.chart}`],
    version: source.targetRevision,
    release: source.helm.releaseName,
    namespace: destination.namespace,
    values: `${paths.root}/bootstrap/${key}-values.yaml`,
  };
}
