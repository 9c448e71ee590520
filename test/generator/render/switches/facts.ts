import { namesOf, workloadNames } from '../../../../generator/environment/names.js';
import type { Environment } from '../../../../generator/environment/resolve.js';
import { chartValues } from '../../../../generator/render/chart.js';
import { stateVariables, terraformVariables } from '../../../../generator/render/terraform.js';
import { type Application, applicationsOf, projectsOf } from '../../../argocd/rendering.js';
import { shippedIdentities } from '../../../helpers/add-ons.js';
import { renderedEnvironment } from '../../../helpers/rendered-files.js';
import { onlyWorkload } from '../../../helpers/resolved.js';
import type { On } from './switches.js';

/** What an environment renders to, in the words of each layer. */
export interface Rendering {
  readonly environment: Environment;
  readonly values: ReturnType<typeof chartValues>;
  readonly variables: ReturnType<typeof terraformVariables>;
  readonly state: ReturnType<typeof stateVariables>;
  readonly paths: readonly string[];
  readonly applications: readonly Application[];
  readonly projects: ReturnType<typeof projectsOf>;
}

export function renderingOf(environment: Environment): Rendering {
  const names = namesOf(environment);
  const only = onlyWorkload(environment);
  const rendered = renderedEnvironment(environment);
  return {
    environment,
    values: chartValues({ environment, workload: only, names: workloadNames(environment, only) }),
    variables: terraformVariables(environment, names, shippedIdentities),
    state: stateVariables(environment, names),
    paths: rendered.files.map(({ path }) => path.slice(names.paths.root.length + 1)),
    applications: applicationsOf({ ...rendered, bootstrap: [] }),
    projects: projectsOf({ ...rendered, bootstrap: [] }),
  };
}

/** Something that is so or not so in a rendering, and the switches by which it has to be so. */
export interface Fact {
  readonly shows: (rendering: Rendering) => boolean;
  readonly follows: (on: On) => boolean;
}

/** A quota's amounts, by the names of Kubernetes. */
const hardOf = ({ quota }: Rendering['values']): Readonly<Record<string, unknown>> => quota.hard;

const fact = (follows: Fact['follows'], shows: Fact['shows']): Fact => ({ shows, follows });

const application = ({ applications }: Rendering, key: string): Application | undefined =>
  applications.find(({ metadata }) => metadata.name === `ml-inference-full${key}`);
const workload = ({ applications }: Rendering) =>
  applications.find(({ metadata }) => metadata.name === 'forecaster-full') as Application;
const root = (rendering: Rendering) => application(rendering, '-root') as Application;
const finalizes = (found: Application | undefined) => found?.metadata.finalizers !== undefined;

const admits =
  (kind: string) =>
  ({ projects }: Rendering): boolean =>
    projects
      .filter(({ metadata }) => metadata.name === 'forecaster-full')
      .some(({ spec }) => spec.namespaceResourceWhitelist.some((allowed) => allowed.kind === kind));

const hasRole =
  (controller: string) =>
  ({ variables }: Rendering) =>
    Object.hasOwn(variables.controllers, controller);
const hasEKSAddOnRole =
  (addOn: string) =>
  ({ variables }: Rendering) =>
    Object.hasOwn(variables.eks_addon_roles, addOn);
const isInstalled = (key: string) => (rendering: Rendering) => application(rendering, `-${key}`) !== undefined;
const hasFile =
  (path: string) =>
  ({ paths }: Rendering) =>
    paths.includes(path);
const everyApplication =
  (holds: (found: Application) => boolean) =>
  ({ applications }: Rendering) =>
    applications.every(holds);
const confirms = (annotations: Readonly<Record<string, string>> | undefined) =>
  annotations?.['argocd.argoproj.io/sync-options'] === 'Prune=confirm,Delete=confirm';

const exposureFacts = {
  'the network load balancer is in the chart': fact(
    (on) => on.loadBalancer,
    ({ values }) => values.loadBalancer.enabled,
  ),
  'the ingress is in the chart': fact(
    (on) => on.ingress,
    ({ values }) => values.ingress.enabled,
  ),
  'the ingress has a certificate': fact(
    (on) => on.certificate,
    ({ values }) => values.ingress.certificateArn !== '',
  ),
  'the project admits an Ingress': fact(() => true, admits('Ingress')),
  'clients reach the service below a path': fact(
    (on) => on.path,
    ({ values }) => values.ingress.path === '/paris',
  ),
  'workloads share the ingress’s load balancer': fact(
    (on) => on.group,
    ({ values }) => values.ingress.annotations['alb.ingress.kubernetes.io/group.name'] === 'front-door',
  ),
  'an alarm watches the network load balancer': fact(
    (on) => on.loadBalancer,
    ({ variables }) => variables.observability.load_balancers.nlb === 'AWS/NetworkELB',
  ),
  'an alarm watches the application load balancer': fact(
    (on) => on.ingress,
    ({ variables }) => variables.observability.load_balancers.alb === 'AWS/ApplicationELB',
  ),
  'pods admit the public subnets, where the network load balancer is': fact(
    (on) => on.loadBalancer,
    ({ values, environment }) =>
      values.networkPolicy.loadBalancerCidrs.includes(environment.network.publicSubnets[2] ?? ''),
  ),
  'pods admit the private subnets, where the ingress is': fact(
    (on) => on.ingress,
    ({ values, environment }) =>
      values.networkPolicy.loadBalancerCidrs.includes(environment.network.privateSubnets[2] ?? ''),
  ),
  'pods wait for a load balancer to be ready': fact(
    (on) => on.loadBalancer || on.ingress,
    (rendering) =>
      workload(rendering).spec.syncPolicy.managedNamespaceMetadata?.labels[
        'elbv2.k8s.aws/pod-readiness-gate-inject'
      ] === 'enabled',
  ),
};

const addOnFacts = {
  'Argo CD manages itself': fact((on) => on.argoCD && on.inCluster, isInstalled('argo-cd')),
  'Helm has values for the bootstrap': fact(
    (on) => on.argoCD && on.inCluster,
    hasFile('bootstrap/argo-cd-values.yaml'),
  ),
  'the load balancer controller runs': fact(
    (on) => on.loadBalancerController,
    isInstalled('aws-load-balancer-controller'),
  ),
  'the load balancer controller has a role': fact(
    (on) => on.loadBalancerController,
    hasRole('aws-load-balancer-controller'),
  ),
  'the metrics server runs': fact((on) => on.metricsServer, isInstalled('metrics-server')),
  'the cluster autoscaler runs': fact((on) => on.clusterAutoscaler, isInstalled('cluster-autoscaler')),
  'the cluster autoscaler has a role': fact((on) => on.clusterAutoscaler, hasRole('cluster-autoscaler')),
  'Karpenter runs': fact((on) => on.karpenter, isInstalled('karpenter')),
  'Karpenter has a role': fact((on) => on.karpenter, hasRole('karpenter')),
  'Karpenter has its objects': fact((on) => on.karpenter, hasFile('argocd/karpenter/objects.yaml')),
  'external-secrets runs': fact((on) => on.externalSecrets, isInstalled('external-secrets')),
  'external-secrets has a role': fact((on) => on.externalSecrets, hasRole('external-secrets')),
  'external-secrets has its store': fact((on) => on.externalSecrets, hasFile('argocd/external-secrets/objects.yaml')),
  'secrets come by external-secrets': fact(
    (on) => on.externalSecrets,
    ({ values }) => values.secrets.mode === 'external-secrets',
  ),
  'the project admits an ExternalSecret': fact(() => true, admits('ExternalSecret')),
  'Prometheus runs': fact((on) => on.prometheus, isInstalled('kube-prometheus-stack')),
  'the volume driver, which Prometheus needs, has a role': fact(
    (on) => on.prometheus,
    hasEKSAddOnRole('aws-ebs-csi-driver'),
  ),
  'the chart has a ServiceMonitor': fact(
    (on) => on.prometheus,
    ({ values }) => values.monitoring.serviceMonitor.enabled,
  ),
  'the chart has alerts': fact(
    (on) => on.prometheus,
    ({ values }) => values.monitoring.rules.enabled,
  ),
  'the chart has a dashboard': fact(
    (on) => on.prometheus,
    ({ values }) => values.monitoring.dashboard.enabled,
  ),
  'the project admits a ServiceMonitor': fact(() => true, admits('ServiceMonitor')),
  'the project admits a PrometheusRule': fact(() => true, admits('PrometheusRule')),
};

const awsFacts = {
  'the CloudWatch agent has a role': fact(
    (on) => on.containerInsights,
    hasEKSAddOnRole('amazon-cloudwatch-observability'),
  ),
  'there is a budget': fact(
    (on) => on.budget,
    ({ variables }) => Object.hasOwn(variables.observability, 'budget'),
  ),
  'the public endpoint is on': fact(
    (on) => on.publicAccess,
    ({ variables }) => (variables.cluster.public_access_cidrs ?? []).length > 0,
  ),
  'the cluster is protected': fact(
    (on) => on.deletionProtection,
    ({ variables }) => variables.cluster.deletion_protection,
  ),
  'the state bucket is protected': fact(
    (on) => on.deletionProtection,
    ({ state }) => state.deletion_protection,
  ),
  'each zone has a NAT gateway': fact(
    (on) => on.natInEachZone,
    ({ variables }) => variables.network.nat_gateways === 'one-per-az',
  ),
  'there are entries for secrets': fact(
    (on) => on.secrets,
    ({ variables }) => (variables.workloads['forecaster']?.secrets.names.length ?? 0) > 0,
  ),
  'the pods may read a model': fact(
    (on) => on.model,
    ({ variables }) => Object.hasOwn(variables.workloads['forecaster'] ?? {}, 'model'),
  ),
  'names start with a prefix of their own': fact(
    (on) => on.namePrefix,
    ({ variables, state }) => variables.iam.name_prefix === 'full-prefix' && state.bucket.startsWith('full-prefix-'),
  ),
  'names start with the cluster’s': fact(
    (on) => !on.namePrefix,
    ({ state }) => state.bucket.startsWith('full-cluster-'),
  ),
  'a policy bounds the roles': fact(
    (on) => on.permissionsBoundary,
    ({ variables }) => variables.iam.permissions_boundary === 'arn:aws:iam::210987654321:policy/boundary',
  ),
  'roles have a path, where Terraform makes them': fact(
    (on) => on.rolePath,
    ({ variables }) => variables.iam.path === '/forecasts-team/',
  ),
  'Terraform works as another role': fact(
    (on) => on.assumeRole,
    ({ variables }) => Object.hasOwn(variables.aws, 'assume_role_arn'),
  ),
  'the root of the state works as another role': fact(
    (on) => on.assumeRole,
    ({ state }) => Object.hasOwn(state.aws, 'assume_role_arn'),
  ),
  'a pipeline may push images': fact(
    (on) => on.pipeline,
    ({ variables }) => Object.hasOwn(variables, 'pipeline'),
  ),
};

const chartFacts = {
  'the pods read secrets': fact(
    (on) => on.secrets,
    ({ values }) => values.secrets.variables.length > 0,
  ),
  'the pods fetch a model': fact(
    (on) => on.model,
    ({ values }) => values.model.uri !== '' && values.model.sha256 !== '',
  ),
  'the image is pinned by its digest': fact(
    (on) => on.digest,
    ({ values }) => values.image.digest !== '',
  ),
  'roles have a path, where pods name theirs': fact(
    (on) => on.rolePath,
    ({ values }) => values.serviceAccount.roleArn.includes(':role/forecasts-team/'),
  ),
  'pods have a limit of CPU': fact(
    (on) => on.cpuLimit,
    ({ values }) => values.resources.limits.cpu === '700m',
  ),
  'the namespace has a limit of CPU': fact(
    (on) => on.quota || on.cpuLimit,
    ({ values }) => hardOf(values)['limits.cpu'] !== null,
  ),
  'the quota is the one that is given': fact(
    (on) => on.quota,
    ({ values }) => values.quota.hard.pods === 21,
  ),
  'the quota follows from the pods': fact(
    (on) => !on.quota,
    ({ values }) => values.quota.hard.pods === 18 && hardOf(values)['requests.cpu'] === '3.96',
  ),
  'one pod always stays': fact(
    (on) => on.twoReplicas,
    ({ values }) => 'minAvailable' in values.podDisruptionBudget,
  ),
  'removing the network load balancer is confirmed': fact(
    (on) => on.confirmDeletion,
    ({ values }) => confirms(values.loadBalancer.annotations),
  ),
  'removing the ingress is confirmed': fact(
    (on) => on.confirmDeletion,
    ({ values }) => confirms(values.ingress.annotations),
  ),
};

const gitopsFacts = {
  'commits are synced, everywhere': fact(
    (on) => on.autoSync,
    everyApplication(({ spec }) => spec.syncPolicy.automated['enabled'] === true),
  ),
  'commits are synced, anywhere': fact(
    (on) => on.autoSync,
    ({ applications }) => applications.some(({ spec }) => spec.syncPolicy.automated['enabled'] === true),
  ),
  'what left git is deleted, everywhere': fact(
    (on) => on.prune,
    everyApplication(({ spec }) => spec.syncPolicy.automated['prune'] === true),
  ),
  'what left git is deleted, anywhere': fact(
    (on) => on.prune,
    ({ applications }) => applications.some(({ spec }) => spec.syncPolicy.automated['prune'] === true),
  ),
  'changes in the cluster are undone, everywhere': fact(
    (on) => on.selfHeal,
    everyApplication(({ spec }) => spec.syncPolicy.automated['selfHeal'] === true),
  ),
  'changes in the cluster are undone, anywhere': fact(
    (on) => on.selfHeal,
    ({ applications }) => applications.some(({ spec }) => spec.syncPolicy.automated['selfHeal'] === true),
  ),
  'deleting the workload deletes its objects': fact(
    (on) => on.cascadeDelete,
    (rendering) => finalizes(workload(rendering)),
  ),
  'deleting an add-on that nothing depends on deletes its objects': fact(
    (on) => on.cascadeDelete && on.metricsServer,
    (rendering) => finalizes(application(rendering, '-metrics-server')),
  ),
  'deleting an add-on that others depend on deletes its objects': fact(
    () => false,
    (rendering) =>
      ['-root', '-argo-cd', '-karpenter', '-external-secrets', '-aws-load-balancer-controller'].some((key) =>
        finalizes(application(rendering, key)),
      ),
  ),
  'deletions are confirmed': fact(
    (on) => on.confirmDeletion,
    (rendering) => confirms(workload(rendering).metadata.annotations),
  ),
  'deleting the namespace is confirmed': fact(
    (on) => on.confirmDeletion,
    (rendering) => workload(rendering).spec.syncPolicy.syncOptions.includes('Delete=confirm'),
  ),
  'the workload goes into the cluster of Argo CD itself': fact(
    (on) => on.inCluster,
    (rendering) => workload(rendering).spec.destination.server === 'https://kubernetes.default.svc',
  ),
  'the root goes into the cluster of Argo CD itself': fact(
    () => true,
    (rendering) => root(rendering).spec.destination.server === 'https://kubernetes.default.svc',
  ),
  'syncs wait for their windows, in every project': fact(
    (on) => on.syncWindows,
    ({ projects }) => projects.every(({ spec }) => spec.syncWindows?.length === 1),
  ),
  'syncs wait for their windows, in any project': fact(
    (on) => on.syncWindows,
    ({ projects }) => projects.some(({ spec }) => spec.syncWindows !== undefined),
  ),
  'someone is told of syncs': fact(
    (on) => on.notifications,
    (rendering) =>
      Object.keys(workload(rendering).metadata.annotations).some((key) => key.startsWith('notifications.')),
  ),
  'Argo CD runs what tells of syncs': fact(
    (on) => on.notifications && on.argoCD && on.inCluster,
    (rendering) => {
      const values = application(rendering, '-argo-cd')?.spec.source.helm?.valuesObject;
      return (values as { notifications?: { enabled: boolean } } | undefined)?.notifications?.enabled === true;
    },
  ),
};

export const facts: Readonly<Record<string, Fact>> = {
  ...exposureFacts,
  ...addOnFacts,
  ...awsFacts,
  ...chartFacts,
  ...gitopsFacts,
};
