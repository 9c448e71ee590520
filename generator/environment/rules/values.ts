import { isPlainObject } from '../../base/merge.js';
import { mayBegin, podsThatStay } from '../disruption.js';
import type { Path } from '../problem.js';
import type { WorkloadRule } from './rule.js';

/** Values of the chart on which layers agree, and where the environment says them instead. */
export const ownedValues: Readonly<Record<string, string>> = {
  name: 'its name derives from the key: use the field name',
  'image.repository': 'use image.repository',
  'image.tag': 'use image.tag',
  'image.digest': 'use image.digest',
  'serviceAccount.roleArn': 'use roleName',
  'serviceAccount.annotations': 'use pod.serviceAccountAnnotations',
  'autoscaling.enabled': 'use replicas',
  'autoscaling.minReplicas': 'use replicas.min',
  'autoscaling.maxReplicas': 'use replicas.max',
  'autoscaling.targetCPUUtilizationPercentage': 'use replicas.targetCPUUtilization',
  'autoscaling.targetMemoryUtilizationPercentage': 'use replicas.targetMemoryUtilization',
  'autoscaling.scaleDownStabilizationSeconds': 'use replicas.scaleDownStabilizationSeconds',
  'autoscaling.targetQueueDepth': 'use replicas.targetQueueDepth',
  'autoscaling.targetRequestsPerSecond': 'use replicas.targetRequestsPerSecond',
  replicaCount: 'use replicas',
  resources: 'use resources',
  'quota.hard': 'use quota',
  config: 'use config',
  'secrets.mode': 'use addons.external-secrets',
  'secrets.name': 'the name derives from that of the workload',
  'secrets.store': 'Terraform and external-secrets agree on it',
  'secrets.variables': 'use secrets',
  'secrets.values': 'no secret belongs in git: use secrets',
  model: 'use model',
  ports: 'the runbook and load balancers agree on them',
  'tmp.sizeLimit': 'use resources.limits.ephemeralStorage',
  'service.name': 'its name derives from the key',
  'service.port': 'the runbook and load balancers agree on it',
  'loadBalancer.enabled': 'use exposure.loadBalancer.enabled',
  'loadBalancer.name': 'its name derives from the key',
  'loadBalancer.port': 'the runbook and alarms agree on it',
  'loadBalancer.scheme': 'use exposure.loadBalancer.scheme',
  'loadBalancer.certificateArn': 'use exposure.loadBalancer.certificateArn',
  'loadBalancer.sourceRanges': 'use exposure.loadBalancer.sourceCidrs',
  'ingress.enabled': 'use exposure.ingress.enabled',
  'ingress.host': 'use exposure.ingress.host',
  'ingress.path': 'use exposure.ingress.path',
  'ingress.scheme': 'use exposure.ingress.scheme',
  'ingress.certificateArn': 'use exposure.ingress.certificateArn',
  'ingress.sourceRanges': 'use exposure.ingress.sourceCidrs',
  'networkPolicy.loadBalancerCidrs': 'it follows from network and exposure',
  'networkPolicy.monitoringNamespace': "it is the monitoring add-on's",
  'networkPolicy.extraEgress': 'use egress',
  'monitoring.labels': "the monitoring add-on's Prometheus looks for them",
  'monitoring.serviceMonitor.enabled': 'use addons.kube-prometheus-stack',
  'monitoring.rules': 'use objectives, and addons.kube-prometheus-stack',
  'monitoring.dashboard': 'use addons.kube-prometheus-stack',
  termination: 'use pod.preStopSleepSeconds and pod.terminationGracePeriodSeconds',
  nodeSelector: 'use pod.nodes or pod.nodeSelector',
  tolerations: 'use pod.nodes or pod.tolerations',
  affinity: 'use pod.affinity',
  topologySpreadConstraints: 'use pod.topologySpreadConstraints',
  priorityClassName: 'use pod.priorityClassName',
  runtimeClassName: 'use pod.runtimeClassName',
  podAnnotations: 'use pod.annotations',
  podLabels: 'use pod.labels',
  extraEnv: 'use pod.env',
  extraVolumes: 'use pod.volumes',
  extraVolumeMounts: 'use pod.volumeMounts',
  sidecars: 'use pod.sidecars',
  extraInitContainers: 'use pod.initContainers',
  probes: 'use pod.probes',
  extraObjects: 'put them into environments/<env>/manifests/<workload>/',
};

export const valuesRules: readonly WorkloadRule[] = [
  {
    name: 'owned-values',
    *check({ values }) {
      for (const path of leavesIn(values)) {
        const [owned, advice] = ownerOf(path) ?? [];
        if (owned === undefined) continue;
        const message = `Other layers agree with ${owned}: ${advice}.`;
        yield { path: ['values', ...path], atKey: true, message };
      }
    },
  },
  {
    name: 'node-can-be-drained',
    *check(workload) {
      const { replicas, values } = workload;
      if (podsThatStay(workload) < replicas.min) return;
      const message =
        `The budget lets none of ${countOf(replicas.min)} go, so no node could ever be drained: ` +
        'set podDisruptionBudget.maxUnavailable to 1, which goes before minAvailable.';
      yield { path: ['values', 'podDisruptionBudget', ...lastKey(values['podDisruptionBudget'])], message };
    },
  },
  {
    name: 'rollout-can-begin',
    *check(workload) {
      if (mayBegin(workload)) return;
      const message =
        'A rollout may neither add a pod nor take one, so none could ever begin: set rollout.maxSurge to 1.';
      yield { path: ['values', 'rollout', 'maxSurge'], message };
    },
  },
];

const countOf = (pods: number): string => (pods === 1 ? 'one pod' : `${pods} pods`);

/** The number that decides, where a value is a map. */
const lastKey = (budget: unknown): Path =>
  !isPlainObject(budget) ? [] : [(budget['maxUnavailable'] ?? null) === null ? 'minAvailable' : 'maxUnavailable'];

/** Finds the value of the list that a path sets: it lies below that, or takes it along. */
const ownerOf = (path: readonly string[]): [owned: string, advice: string] | undefined =>
  Object.entries(ownedValues).find(([owned]) => {
    const [one, other] = [`${owned}.`, `${path.join('.')}.`];
    return one.startsWith(other) || other.startsWith(one);
  });

/** Paths of everything that is no map with keys. */
function* leavesIn(value: unknown, path: readonly string[] = []): Iterable<readonly string[] & Path> {
  if (isPlainObject(value) && (Object.keys(value).length > 0 || path.length === 0)) {
    for (const [key, inner] of Object.entries(value)) yield* leavesIn(inner, [...path, key]);
  } else yield path;
}
