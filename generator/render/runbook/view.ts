import { isPlainObject } from '../../base/merge.js';
import { podsThatFit } from '../../environment/capacity/nodes.js';
import { maxSurge, podsInWorstCase } from '../../environment/capacity/pods.js';
import { monitoringNamespace, type Names, workloadNames } from '../../environment/names.js';
import type { Environment, Workload } from '../../environment/resolve.js';
import type { RenderedManifest } from '../argocd.js';
import { highAvailability, security } from './checklists.js';
import { picture } from './picture.js';

export interface RunbookInput {
  readonly environment: Environment;
  readonly names: Names;
  /** Files that Argo CD reads. The steps of bootstrap and teardown take charts and names of Applications from them. */
  readonly manifests: readonly RenderedManifest[];
}

/** Builds the values that the templates in runbook/ can use. A field that the environment leaves out is null. */
export function runbookView({ environment, names, manifests }: RunbookInput) {
  const { addons, cluster, gitops, name, workloads } = environment;
  const workload = workloads[0] as Workload;
  const own = workloadNames(environment, workload);
  const inCluster = gitops.destinationCluster === 'in-cluster';
  const objects = manifests.flatMap(({ objects: documents }) => documents).filter(isPlainObject);
  const kubectl = ['kubectl', '--context', cluster.name];
  const kubectlArgoCD = [...(inCluster ? kubectl : ['kubectl']), '--namespace', names.argocd.namespace];
  return {
    ...environment,
    pipeline: environment.pipeline ?? null,
    model: workload.model ?? null,
    digest: workload.image.digest ?? null,
    budget: environment.observability.budget ?? null,
    names: { ...names, ...own, argocd: { ...names.argocd, workload: own.application } },
    workload,
    exposure: workload.exposure,
    generatedFrom: `environments/${name}.yaml`,
    inCluster,
    kubectl,
    kubectlHere: [...kubectl, '--namespace', workload.namespace],
    kubectlArgoCD,
    argoCDChart: argoCDChart(objects, names),
    applications: namesOfKind(objects, 'Application').filter((application) => application !== names.argocd.root),
    projects: namesOfKind(objects, 'AppProject'),
    image: `${own.imageRepositoryURL}:${workload.image.tag}`,
    registry: own.imageRepositoryURL.slice(0, own.imageRepositoryURL.indexOf('/')),
    platforms: platforms(environment),
    secretIds: workload.secrets.map((secret) => ({ name: secret.name, id: `${own.secretsPrefix}/${secret.name}` })),
    insightsLogGroup: `/aws/containerinsights/${cluster.name}/application`,
    // Named as in the chart's templates, which make the Secret that pods mount.
    secretName: `${workload.name}-secrets`,
    monitoringNamespace,
    isPrivateRepository: !gitops.repoURL.startsWith('https://'),
    replicas: workload.replicas,
    podsThatFit: podsThatFit(environment, workload.resources) ?? null,
    podsInWorstCase: podsInWorstCase({ max: workload.replicas.max, maxSurge }),
    nodes: nodeRange(environment),
    has: features(environment, workload),
    picture: picture(environment),
    highAvailability: highAvailability(environment),
    security: security(environment),
    addonNames: Object.keys(addons).filter((addon) => addons[addon]?.enabled),
  };
}

export type RunbookView = ReturnType<typeof runbookView>;

function features(environment: Environment, workload: Workload) {
  const { addons, cluster, observability } = environment;
  const { exposure } = workload;
  const { ingress, loadBalancer } = exposure;
  const isOn = (addon: string) => addons[addon]?.enabled ?? false;
  const isPublic = ({ enabled, scheme }: { enabled: boolean; scheme: string }) =>
    enabled && scheme === 'internet-facing';
  return {
    loadBalancer: loadBalancer.enabled,
    publicLoadBalancer: isPublic(loadBalancer),
    ingress: ingress.enabled,
    publicIngress: isPublic(ingress),
    publicAddress: isPublic(loadBalancer) || isPublic(ingress),
    anyLoadBalancer: loadBalancer.enabled || ingress.enabled,
    secrets: workload.secrets.length > 0,
    apiKeys: workload.secrets.some(({ variable }) => variable === 'API_KEYS'),
    externalSecrets: isOn('external-secrets') && workload.secrets.length > 0,
    monitoring: isOn('kube-prometheus-stack'),
    metrics: isOn('metrics-server'),
    autoscaler: isOn('cluster-autoscaler'),
    karpenter: isOn('karpenter'),
    insights: observability.containerInsights,
    spot: cluster.nodeGroups.some(({ capacity }) => capacity === 'spot'),
    alarmEmails: observability.alarmEmails.length > 0,
  };
}

function nodeRange({ cluster }: Environment): { min: number; max: number } {
  const sum = (side: 'min' | 'max') => cluster.nodeGroups.reduce((nodes, group) => nodes + group[side], 0);
  return { min: sum('min'), max: sum('max') };
}

/** Lists the platforms of the nodes: the image has to be built for each of them. */
function platforms({ addons, cluster }: Environment): string {
  const found = new Set(
    cluster.nodeGroups.map(({ amiType }) => (amiType.includes('ARM_64') ? 'linux/arm64' : 'linux/amd64')),
  );
  if (addons['karpenter']?.enabled) found.add('linux/amd64');
  return [...found].sort().join(',');
}

type Objects = readonly Record<string, unknown>[];

const namesOfKind = (objects: Objects, kind: string): string[] =>
  objects
    .filter((object) => object['kind'] === kind)
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
