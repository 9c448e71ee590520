import { runsArgoCD } from '../argocd.js';
import { eksAddonRoles } from '../eks-addons.js';
import type { Environment } from '../resolve.js';
import { valueAtPath } from '../value-path.js';
import { isQuantity } from './quantity.js';

/** Pods that are there before any workload's: equal ones, with what each asks for. */
export interface StandingPods {
  /** Such as `kube-prometheus-stack grafana`. */
  readonly name: string;
  readonly count: number;
  readonly cpu: string;
  readonly memory: string;
}

interface Recorded {
  readonly pod: string;
  readonly count: number | ((environment: Environment) => number);
  readonly cpu: string;
  readonly memory: string;
  /** Where the values of the add-on's chart say what the pod asks for; without it the chart's own default stands. */
  readonly resources?: string;
  /** Where they say how many there are. */
  readonly replicas?: string;
}

const twoInProduction = ({ cluster }: Environment): number => (cluster.deletionProtection ? 2 : 1);

/**
 * The pods of each add-on that is shipped, but for those on every node. A test holds what is recorded to the values
 * that are rendered; where those say nothing, the figures are the charts' defaults at the versions that are pinned.
 */
export const recordedPods: Readonly<Record<string, readonly Recorded[]>> = {
  'argo-cd': [
    { pod: 'controller', count: 1, cpu: '100m', memory: '512Mi', resources: 'controller.resources' },
    {
      pod: 'server',
      count: twoInProduction,
      cpu: '20m',
      memory: '96Mi',
      resources: 'server.resources',
      replicas: 'server.replicas',
    },
    {
      pod: 'repo-server',
      count: twoInProduction,
      cpu: '50m',
      memory: '192Mi',
      resources: 'repoServer.resources',
      replicas: 'repoServer.replicas',
    },
    { pod: 'redis', count: 1, cpu: '20m', memory: '64Mi', resources: 'redis.resources' },
    { pod: 'notifications', count: ({ gitops }) => (gitops.notifications.length > 0 ? 1 : 0), cpu: '0', memory: '0' },
  ],
  'aws-load-balancer-controller': [
    { pod: 'controller', count: 2, cpu: '50m', memory: '128Mi', resources: 'resources', replicas: 'replicaCount' },
  ],
  'cluster-autoscaler': [
    { pod: 'autoscaler', count: 1, cpu: '50m', memory: '300Mi', resources: 'resources', replicas: 'replicaCount' },
  ],
  'external-secrets': [
    { pod: 'controller', count: 1, cpu: '20m', memory: '96Mi', resources: 'resources', replicas: 'replicaCount' },
    { pod: 'webhook', count: 1, cpu: '10m', memory: '48Mi', resources: 'webhook.resources' },
    { pod: 'certificates', count: 1, cpu: '10m', memory: '64Mi', resources: 'certController.resources' },
  ],
  karpenter: [
    {
      pod: 'controller',
      count: 2,
      cpu: '200m',
      memory: '512Mi',
      resources: 'controller.resources',
      replicas: 'replicas',
    },
  ],
  keda: [
    {
      pod: 'operator',
      count: 2,
      cpu: '20m',
      memory: '96Mi',
      resources: 'resources.operator',
      replicas: 'operator.replicaCount',
    },
    { pod: 'metrics', count: 1, cpu: '20m', memory: '64Mi', resources: 'resources.metricServer' },
    { pod: 'webhooks', count: 1, cpu: '10m', memory: '32Mi', resources: 'resources.webhooks' },
  ],
  'kube-prometheus-stack': [
    { pod: 'prometheus', count: 1, cpu: '100m', memory: '512Mi', resources: 'prometheus.prometheusSpec.resources' },
    { pod: 'alertmanager', count: 1, cpu: '10m', memory: '64Mi', resources: 'alertmanager.alertmanagerSpec.resources' },
    { pod: 'operator', count: 1, cpu: '20m', memory: '128Mi', resources: 'prometheusOperator.resources' },
    { pod: 'grafana', count: 1, cpu: '50m', memory: '256Mi', resources: 'grafana.resources' },
    { pod: 'kube-state-metrics', count: 1, cpu: '0', memory: '0', resources: 'kube-state-metrics.resources' },
  ],
  'metrics-server': [
    { pod: 'metrics-server', count: 2, cpu: '100m', memory: '200Mi', resources: 'resources', replicas: 'replicas' },
  ],
};

/** Those of EKS's own add-ons, as the add-ons' manifests ask. */
function podsOfEks(environment: Environment): StandingPods[] {
  const isInstalled = (name: 'aws-ebs-csi-driver' | 'amazon-cloudwatch-observability') =>
    eksAddonRoles[name]?.isInstalled(environment) ? 1 : 0;
  return [
    { name: 'coredns', count: 2, cpu: '100m', memory: '70Mi' },
    // Six containers of 10m and 40Mi.
    { name: 'ebs-csi-controller', count: 2 * isInstalled('aws-ebs-csi-driver'), cpu: '60m', memory: '240Mi' },
    {
      name: 'cloudwatch operator',
      count: isInstalled('amazon-cloudwatch-observability'),
      cpu: '100m',
      memory: '64Mi',
    },
  ];
}

/** Lists the pods that add-ons bring, at what they ask for: `addons.<name>.values` go before what is recorded. */
export function standingPods(environment: Environment): StandingPods[] {
  const ofCharts = Object.entries(environment.addons)
    .filter(([name, { enabled }]) => enabled && isHere(name, environment))
    .flatMap(([name, { values }]) =>
      (Object.hasOwn(recordedPods, name) ? (recordedPods[name] ?? []) : []).map((recorded) =>
        podsOf(name, recorded, values, environment),
      ),
    );
  return [...podsOfEks(environment), ...ofCharts].filter(({ count }) => count > 0);
}

/** Names the add-ons whose pods nobody has recorded. */
export const uncountedAddOns = ({ addons }: Environment): string[] =>
  Object.entries(addons).flatMap(([name, { enabled }]) =>
    enabled && !Object.hasOwn(recordedPods, name) ? [name] : [],
  );

const isHere = (name: string, { gitops }: Environment): boolean => name !== 'argo-cd' || runsArgoCD(gitops);

function podsOf(
  addOn: string,
  { pod, count, cpu, memory, resources, replicas }: Recorded,
  values: unknown,
  environment: Environment,
): StandingPods {
  const given = replicas === undefined ? undefined : valueAtPath(values, replicas.split('.'));
  const recorded = typeof count === 'number' ? count : count(environment);
  const amount = (name: 'cpu' | 'memory', otherwise: string): string => {
    const own = resources === undefined ? undefined : valueAtPath(values, `${resources}.requests.${name}`.split('.'));
    const text = typeof own === 'number' ? String(own) : own;
    return typeof text === 'string' && isQuantity(text) ? text : otherwise;
  };
  return {
    name: addOn === pod ? addOn : `${addOn} ${pod}`,
    count: typeof given === 'number' && Number.isInteger(given) && given >= 0 ? given : recorded,
    cpu: amount('cpu', cpu),
    memory: amount('memory', memory),
  };
}
