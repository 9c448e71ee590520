import { mergeDeep } from '../base/merge.js';
import { hasAddOn } from '../environment/addons.js';
import { temporaryFolder } from '../environment/capacity/amounts.js';
import { estimateOf } from '../environment/capacity/quantity.js';
import { contains, rangeOf } from '../environment/cidr.js';
import { disruptionBudget } from '../environment/disruption.js';
import { monitoringNamespace, parameterStore, secretStore, type WorkloadNames } from '../environment/names.js';
import type { Environment, Workload } from '../environment/resolve.js';
import { remoteKey } from '../environment/secrets.js';
import { yamlBlock } from '../template/yaml.js';
import { podValues } from './chart-pod.js';
import { generatedHeader, type RenderedFile } from './file.js';
import { runbookURL } from './runbook-url.js';

/**
 * Name of the file with an environment's Helm values. It is apart from the chart's values.yaml, so that its diff shows
 * what changes in the environment.
 */
export const environmentValuesFile = 'values.environment.yaml';

/** Helm values that the fields of a workload give, over the defaults of charts/ml-inference. */
export type ChartValues = ReturnType<typeof fieldValues>;

/** What a workload is rendered from. */
export interface WorkloadInput {
  readonly environment: Environment;
  readonly workload: Workload;
  readonly names: WorkloadNames;
}

/** The file of Helm values that goes beside the copy of the chart. */
export function renderChartValues(input: WorkloadInput): RenderedFile {
  return {
    path: `${input.names.chartPath}/${environmentValuesFile}`,
    content: `${generatedHeader(input.environment)}${yamlBlock(chartValues(input))}\n`,
  };
}

/** A workload in the words of the chart's values.schema.json, with its own Helm values over what its fields give. */
export const chartValues = (input: WorkloadInput): ChartValues =>
  mergeDeep(fieldValues(input), input.workload.values) as ChartValues;

/** What the fields of a workload give. What they don't say keeps the chart's default. */
function fieldValues({ environment, workload, names }: WorkloadInput) {
  return {
    name: workload.name,
    image: { repository: names.imageRepositoryURL, tag: workload.image.tag, digest: workload.image.digest ?? '' },
    serviceAccount: serviceAccount(workload, names),
    autoscaling: autoscaling(workload),
    podDisruptionBudget: disruptionBudget(workload),
    resources: { requests: amounts(workload.resources.requests), limits: amounts(workload.resources.limits) },
    ...(workload.model && { startupSeconds: startupSeconds(workload.model) }),
    tmp: { sizeLimit: temporaryFolder },
    quota: { hard: quota(workload) },
    config: config(workload),
    secrets: secrets(environment, workload, names),
    model: model(environment, workload),
    service: { name: names.service },
    loadBalancer: loadBalancer(environment, workload, names),
    ingress: ingress(environment, workload),
    networkPolicy: networkPolicy(environment, workload),
    monitoring: monitoring(environment, workload, names),
    ...podValues(environment, workload),
  };
}

const serviceAccount = ({ pod: { serviceAccountAnnotations } }: Workload, { podRoleArn }: WorkloadNames) => ({
  roleArn: podRoleArn,
  ...(Object.keys(serviceAccountAnnotations).length > 0 && { annotations: serviceAccountAnnotations }),
});

const autoscaling = ({ replicas }: Workload) => ({
  minReplicas: replicas.min,
  maxReplicas: replicas.max,
  targetCPUUtilizationPercentage: replicas.targetCPUUtilization,
  targetMemoryUtilizationPercentage: replicas.targetMemoryUtilization,
  scaleDownStabilizationSeconds: replicas.scaleDownStabilizationSeconds,
  ...(replicas.targetQueueDepth !== undefined && { targetQueueDepth: replicas.targetQueueDepth }),
  ...(replicas.targetRequestsPerSecond !== undefined && { targetRequestsPerSecond: replicas.targetRequestsPerSecond }),
});

/** Null takes the chart's own limit of CPU away. */
const amounts = ({ cpu, memory, ephemeralStorage }: Workload['resources']['limits']) => ({
  cpu: cpu ?? null,
  memory,
  'ephemeral-storage': ephemeralStorage,
});

/**
 * The chart's own allowance for a start, and a second for each 4 MiB of model: to read it, check it and build its
 * graph.
 */
const startupSeconds = ({ sizeLimit }: NonNullable<Workload['model']>): number =>
  120 + Math.ceil(estimateOf(sizeLimit) / 2 ** 22);

const quota = ({ quota: { requests, limits, pods } }: Workload) => ({
  ...withPrefix('requests.', amounts(requests)),
  ...withPrefix('limits.', amounts(limits)),
  pods,
});

const withPrefix = (prefix: string, values: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]));

/** Converts variables to text: Helm reads every number as a float and would write 20250101 as 2.0250101e+07. */
const config = (workload: Workload) =>
  Object.fromEntries(Object.entries(workload.config).map(([variable, value]) => [variable, String(value)]));

/** Without the external-secrets add-on somebody else has to make the Secret. */
const secrets = (environment: Environment, workload: Workload, names: WorkloadNames) => ({
  mode: hasAddOn(environment, 'external-secrets') ? 'external-secrets' : 'existing',
  store: { name: secretStore },
  variables: workload.secrets.map((secret) => ({
    variable: secret.variable,
    remoteKey: remoteKey(secret, names.secretsPrefix),
    ...(secret.property !== undefined && { property: secret.property }),
    ...(secret.parameter !== undefined && { store: { name: parameterStore } }),
  })),
});

const model = ({ aws }: Environment, { model: file }: Workload) =>
  file
    ? {
        uri: `s3://${file.bucket}/${file.key}`,
        sha256: file.sha256,
        ...(file.files && { files: file.files }),
        sizeLimit: file.sizeLimit,
        region: file.region ?? aws.region,
      }
    : { uri: '', sha256: '', region: aws.region };

const loadBalancer = (environment: Environment, { exposure }: Workload, names: WorkloadNames) => ({
  enabled: exposure.loadBalancer.enabled,
  name: names.loadBalancerService,
  scheme: exposure.loadBalancer.scheme,
  sourceRanges: exposure.loadBalancer.sourceCidrs,
  ...(exposure.loadBalancer.certificateArn && { certificateArn: exposure.loadBalancer.certificateArn, port: 443 }),
  annotations: {
    ...confirmDeletion(environment.gitops),
    ...namedSubnets(environment, exposure.loadBalancer.scheme, 'service.beta.kubernetes.io/aws-load-balancer-subnets'),
  },
});

const ingress = (environment: Environment, { exposure }: Workload) => ({
  enabled: exposure.ingress.enabled,
  host: exposure.ingress.host,
  // The chart's own, which charts before 0.2.0 have no value for.
  ...(exposure.ingress.path !== '/' && { path: exposure.ingress.path }),
  scheme: exposure.ingress.scheme,
  certificateArn: exposure.ingress.certificateArn ?? '',
  sourceRanges: exposure.ingress.sourceCidrs,
  annotations: {
    ...confirmDeletion(environment.gitops),
    ...namedSubnets(environment, exposure.ingress.scheme, 'alb.ingress.kubernetes.io/subnets'),
    ...sharedBalancer(exposure.ingress),
    ...guarded(exposure.ingress),
  },
});

/**
 * Workloads of one group share a load balancer. Longer paths come first there: a shorter one would take their
 * requests.
 */
const sharedBalancer = ({ group, path }: Workload['exposure']['ingress']): Record<string, string> =>
  group === undefined
    ? {}
    : {
        'alb.ingress.kubernetes.io/group.name': group,
        'alb.ingress.kubernetes.io/group.order': String(1000 - path.length),
      };

const guarded = ({ webAclArn, accessLogs }: Workload['exposure']['ingress']): Record<string, string> => ({
  ...(webAclArn && { 'alb.ingress.kubernetes.io/wafv2-acl-arn': webAclArn }),
  ...(accessLogs && {
    'alb.ingress.kubernetes.io/load-balancer-attributes': [
      'access_logs.s3.enabled=true',
      `access_logs.s3.bucket=${accessLogs.bucket}`,
      ...(accessLogs.prefix === '' ? [] : [`access_logs.s3.prefix=${accessLogs.prefix}`]),
    ].join(','),
  }),
});

/** Subnets that Terraform makes are found by their tags; those of somebody else's VPC are named, one a zone. */
function namedSubnets({ network }: Environment, scheme: string, annotation: string): Record<string, string> {
  if (!network.existing) return {};
  const subnets = network.existing[scheme === 'internal' ? 'privateSubnets' : 'publicSubnets'];
  const oneEachZone = new Map(subnets.map(({ zone, id }) => [zone, id]));
  return oneEachZone.size === 0 ? {} : { [annotation]: [...oneEachZone.values()].join(',') };
}

/** A load balancer that is made again has another address: Argo CD asks a person first. */
const confirmDeletion = (gitops: Environment['gitops']): Record<string, string> =>
  gitops.confirmDeletion ? { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } : {};

const networkPolicy = ({ network }: Environment, { egress, exposure }: Workload) => {
  const schemes = [exposure.loadBalancer, exposure.ingress]
    .filter(({ enabled }) => enabled)
    .map(({ scheme }) => scheme);
  return {
    loadBalancerCidrs: [
      ...(schemes.includes('internet-facing') ? network.publicSubnets : []),
      ...(schemes.includes('internal') ? network.privateSubnets : []),
    ],
    monitoringNamespace,
    extraEgress: egress.map(egressRule),
  };
};

/** Address of the instance metadata service, which gives out the node's credentials: pods must never reach it. */
const instanceMetadata = '169.254.169.254/32';

const egressRule = ({ cidr, port }: Workload['egress'][number]) => ({
  to: [
    {
      ipBlock: contains(rangeOf(cidr), rangeOf(instanceMetadata)) ? { cidr, except: [instanceMetadata] } : { cidr },
    },
  ],
  ports: [{ port, protocol: 'TCP' }],
});

/** Without the monitoring add-on the cluster doesn't know what a ServiceMonitor or a PrometheusRule is. */
const monitoring = (environment: Environment, { objectives }: Workload, { chartPathInGit }: WorkloadNames) => {
  const { gitops } = environment;
  const enabled = hasAddOn(environment, 'kube-prometheus-stack');
  return {
    serviceMonitor: { enabled },
    rules: {
      enabled,
      availabilityObjective: objectives.availability,
      latencyObjectiveSeconds: objectives.latencySeconds,
      runbookURL: runbookURL(gitops.repoURL, gitops.targetRevision, `${chartPathInGit}/ALERTS.md`),
    },
    dashboard: { enabled },
  };
};
