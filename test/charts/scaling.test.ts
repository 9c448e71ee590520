import test from 'ava';
import { render } from './helm.js';
import { ofKind, only } from './objects.js';

test('pods are added at once and removed after five minutes', async (t) => {
  const { spec } = only(await render(), 'HorizontalPodAutoscaler');
  t.like(spec, { minReplicas: 2, maxReplicas: 10 });
  t.is(spec?.behavior?.scaleUp?.stabilizationWindowSeconds, 0);
  t.is(spec?.behavior?.scaleDown?.stabilizationWindowSeconds, 300);
});

test('the autoscaler watches memory and CPU, in the order that the API server keeps', async (t) => {
  const { spec } = only(await render(), 'HorizontalPodAutoscaler');
  t.deepEqual(
    spec?.metrics?.map(({ resource }) => [resource?.name, resource?.target.averageUtilization]),
    [
      ['memory', 80],
      ['cpu', 70],
    ],
  );
});

test('the autoscaler can be turned off', async (t) => {
  t.deepEqual(ofKind(await render({ autoscaling: { enabled: false } }), 'HorizontalPodAutoscaler'), []);
});

const byLoad = { targetQueueDepth: 4, targetRequestsPerSecond: 12.5 };

test('KEDA scales by what waits and comes in, beside memory and CPU', async (t) => {
  const objects = await render({ autoscaling: byLoad });
  t.deepEqual(ofKind(objects, 'HorizontalPodAutoscaler'), []);
  const { metadata, spec } = only(objects, 'ScaledObject');
  t.deepEqual(
    spec.triggers.map(({ type, metricType }) => `${type} ${metricType}`),
    ['memory Utilization', 'cpu Utilization', 'prometheus AverageValue', 'prometheus AverageValue'],
  );
  const [queue, requests] = spec.triggers.flatMap(({ metadata: { query } }) => query ?? []);
  t.regex(queue ?? '', /^sum\(inference_queue_depth\{namespace="ml-inference",job="ml-inference-service"\}\)$/);
  t.regex(requests ?? '', /^sum\(rate\(http_request_duration_seconds_count\{.*route=~"\/predict.*\}\[1m\]\)\)$/);
  // What an HorizontalPodAutoscaler of before was called: alerts and people know it by that name.
  t.is(spec.advanced.horizontalPodAutoscalerConfig.name, 'ml-inference-api');
  t.is(metadata?.annotations?.['scaledobject.keda.sh/transfer-hpa-ownership'], 'true');
});

test('KEDA has the bounds and the pace of the autoscaler that there is without it', async (t) => {
  const { spec: without } = only(await render(), 'HorizontalPodAutoscaler');
  const { spec } = only(await render({ autoscaling: { targetQueueDepth: 4 } }), 'ScaledObject');
  t.deepEqual([spec.minReplicaCount, spec.maxReplicaCount], [without?.minReplicas ?? 0, without?.maxReplicas ?? 0]);
  t.deepEqual(spec.advanced.horizontalPodAutoscalerConfig.behavior, without?.behavior);
  t.like(spec.fallback, { replicas: 2, behavior: 'currentReplicasIfHigher' });
});

test('without an autoscaler there is none of KEDA either', async (t) => {
  t.deepEqual(ofKind(await render({ autoscaling: { enabled: false, ...byLoad } }), 'ScaledObject'), []);
});

test('a drain leaves one pod, and may take any that is not healthy', async (t) => {
  const { spec } = only(await render(), 'PodDisruptionBudget');
  t.is(spec?.minAvailable, 1);
  t.is(spec?.maxUnavailable, undefined);
  t.is((spec as { unhealthyPodEvictionPolicy?: string }).unhealthyPodEvictionPolicy, 'AlwaysAllow');
});

test('maxUnavailable is used instead of minAvailable when it is given', async (t) => {
  const { spec } = only(await render({ podDisruptionBudget: { maxUnavailable: '50%' } }), 'PodDisruptionBudget');
  t.is(spec?.minAvailable, undefined);
  t.is(spec?.maxUnavailable, '50%');
});

for (const [option, kind] of [
  ['podDisruptionBudget', 'PodDisruptionBudget'],
  ['quota', 'ResourceQuota'],
  ['limitRange', 'LimitRange'],
] as const) {
  test(`${option} can be turned off`, async (t) => {
    t.deepEqual(ofKind(await render({ [option]: { enabled: false } }), kind), []);
  });
}

test('the quota is what the values say', async (t) => {
  const { spec } = only(await render({ quota: { hard: { pods: 1000, 'requests.cpu': 100 } } }), 'ResourceQuota');
  t.like(spec?.hard, { pods: '1000', 'requests.cpu': '100', 'requests.memory': '12Gi' });
});
