import { temporaryFolder } from '../environment/capacity/pods.js';
import { contains, rangeOf } from '../environment/cidr.js';
import { monitoringNamespace, type Names, secretStore } from '../environment/names.js';
import type { Environment } from '../environment/schema.js';
import { yamlBlock } from '../template/yaml.js';
import { generatedHeader, type RenderedFile } from './file.js';
import { runbookURL } from './runbook-url.js';

/**
 * Name of the file with an environment's Helm values. It is apart from the chart's values.yaml, so that its diff shows
 * what changes in the environment.
 */
export const environmentValuesFile = 'values.environment.yaml';

/** Helm values of one environment, which override the defaults of charts/ml-inference. */
export type ChartValues = ReturnType<typeof chartValues>;

/** Renders the file of Helm values, which is in the same folder as the copy of the chart. */
export function renderChartValues(environment: Environment, names: Names): RenderedFile {
  return {
    path: `${names.paths.chart}/${environmentValuesFile}`,
    content: `${generatedHeader(environment)}${yamlBlock(chartValues(environment, names))}\n`,
  };
}

/** Maps an environment to the fields of the chart's values.schema.json. Fields that are left out keep the defaults. */
export function chartValues(environment: Environment, names: Names) {
  const { workload } = environment;
  return {
    name: workload.name,
    image: { repository: names.imageRepositoryURL, tag: workload.image.tag, digest: workload.image.digest ?? '' },
    serviceAccount: { roleArn: names.podRoleArn },
    autoscaling: autoscaling(workload),
    podDisruptionBudget: disruptionBudget(workload),
    resources: { requests: amounts(workload.resources.requests), limits: amounts(workload.resources.limits) },
    tmp: { sizeLimit: temporaryFolder },
    quota: { hard: quota(workload) },
    config: config(workload),
    secrets: secrets(environment, names),
    model: model(environment),
    service: { name: names.service },
    loadBalancer: loadBalancer(environment, names),
    ingress: ingress(environment),
    networkPolicy: networkPolicy(environment),
    monitoring: monitoring(environment, names),
  };
}

type Workload = Environment['workload'];

const autoscaling = ({ replicas }: Workload) => ({
  minReplicas: replicas.min,
  maxReplicas: replicas.max,
  targetCPUUtilizationPercentage: replicas.targetCPUUtilization,
  targetMemoryUtilizationPercentage: replicas.targetMemoryUtilization,
  scaleDownStabilizationSeconds: replicas.scaleDownStabilizationSeconds,
});

/** With a single pod, minAvailable 1 would prevent its node from ever being drained. */
const disruptionBudget = ({ replicas }: Workload) => (replicas.min > 1 ? { minAvailable: 1 } : { maxUnavailable: 1 });

const amounts = ({ cpu, memory, ephemeralStorage }: Workload['resources']['requests']) => ({
  cpu,
  memory,
  'ephemeral-storage': ephemeralStorage,
});

const quota = ({ quota: { requests, limits, pods } }: Workload) => ({
  ...withPrefix('requests.', amounts(requests)),
  ...withPrefix('limits.', amounts(limits)),
  pods,
});

const withPrefix = (prefix: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]));

/** Converts variables to text: Helm reads every number as a float and would write 20250101 as 2.0250101e+07. */
const config = (workload: Workload) =>
  Object.fromEntries(Object.entries(workload.config).map(([variable, value]) => [variable, String(value)]));

/** Without the external-secrets add-on, the pods mount a Secret that exists already. */
const secrets = ({ addons, workload }: Environment, names: Names) => ({
  mode: addons['external-secrets']?.enabled ? 'external-secrets' : 'existing',
  store: { name: secretStore },
  variables: workload.secrets.map(({ name, variable }) => ({ variable, remoteKey: `${names.secretsPrefix}/${name}` })),
});

const model = ({ aws, workload: { model: file } }: Environment) =>
  file
    ? { uri: `s3://${file.bucket}/${file.key}`, sha256: file.sha256, sizeLimit: file.sizeLimit, region: aws.region }
    : { uri: '', sha256: '', region: aws.region };

const loadBalancer = ({ exposure, gitops }: Environment, names: Names) => ({
  enabled: exposure.loadBalancer.enabled,
  name: names.loadBalancerService,
  scheme: exposure.loadBalancer.scheme,
  sourceRanges: exposure.loadBalancer.sourceCidrs,
  annotations: confirmDeletion(gitops),
});

const ingress = ({ exposure, gitops }: Environment) => ({
  enabled: exposure.ingress.enabled,
  host: exposure.ingress.host,
  scheme: exposure.ingress.scheme,
  certificateArn: exposure.ingress.certificateArn ?? '',
  sourceRanges: exposure.ingress.sourceCidrs,
  annotations: confirmDeletion(gitops),
});

/** A load balancer that is created again has another address, so a person has to confirm its deletion. */
const confirmDeletion = (gitops: Environment['gitops']): Record<string, string> =>
  gitops.confirmDeletion ? { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } : {};

const networkPolicy = ({ exposure, network, workload }: Environment) => {
  const schemes = [exposure.loadBalancer, exposure.ingress]
    .filter(({ enabled }) => enabled)
    .map(({ scheme }) => scheme);
  return {
    loadBalancerCidrs: [
      ...(schemes.includes('internet-facing') ? network.publicSubnets : []),
      ...(schemes.includes('internal') ? network.privateSubnets : []),
    ],
    monitoringNamespace,
    extraEgress: workload.egress.map(egressRule),
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

/** Without the monitoring add-on, the cluster has no CRDs for ServiceMonitors and PrometheusRules. */
const monitoring = ({ addons, gitops, observability }: Environment, names: Names) => {
  const enabled = addons['kube-prometheus-stack']?.enabled ?? false;
  return {
    serviceMonitor: { enabled },
    rules: {
      enabled,
      availabilityObjective: observability.availabilityObjective,
      latencyObjectiveSeconds: observability.latencyObjectiveSeconds,
      runbookURL: runbookURL(gitops.repoURL, gitops.targetRevision, `${names.paths.chart}/ALERTS.md`),
    },
    dashboard: { enabled },
  };
};
