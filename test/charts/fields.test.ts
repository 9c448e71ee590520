import test from 'ava';
import { expectedChartValues } from '../generator/render/fields/chart-values.js';
import { render } from './helm.js';
import { only } from './objects.js';

/** The chart with another value in every field: each object's fields are the values' of the same meaning. */
const objects = await render(expectedChartValues);
const { metadata, spec } = only(objects, 'Deployment');
const pod = spec?.template.spec;
const api = pod?.containers[0];
const fetchModel = pod?.initContainers?.find(({ name }) => name === 'fetch-model');
const image = `210987654321.dkr.ecr.eu-west-3.amazonaws.com/forecaster-image@sha256:${'d'.repeat(64)}`;

test('the autoscaler has the bounds, and each target by its own measure', (t) => {
  const { spec: scaling } = only(objects, 'ScaledObject');
  t.deepEqual([scaling.minReplicaCount, scaling.maxReplicaCount], [4, 8]);
  t.deepEqual(scaling.scaleTargetRef, { apiVersion: 'apps/v1', kind: 'Deployment', name: 'forecaster-api' });
  t.deepEqual(
    scaling.triggers.map(({ type, name, metadata }) => [name ?? type, metadata['value'] ?? metadata['threshold']]),
    [
      ['memory', '75'],
      ['cpu', '65'],
      ['queue-depth', '37'],
      ['requests-per-second', '18.75'],
    ],
  );
  t.like(scaling.advanced.horizontalPodAutoscalerConfig.behavior, {
    scaleUp: { stabilizationWindowSeconds: 0 },
    scaleDown: { stabilizationWindowSeconds: 240 },
  });
});

test('the pods run the image by its digest, with their requests and limits', (t) => {
  t.is(metadata?.name, 'forecaster-api');
  t.is(pod?.serviceAccountName, 'forecaster-api');
  for (const container of [api, fetchModel]) {
    t.is(container?.image, image);
    t.deepEqual(container?.resources, {
      requests: { cpu: '200m', memory: '300Mi', 'ephemeral-storage': '400Mi' },
      limits: { cpu: '700m', memory: '600Mi', 'ephemeral-storage': '800Mi' },
    });
  }
});

test('each volume has its own size', (t) => {
  t.deepEqual(
    pod?.volumes?.map(({ name, emptyDir, secret }) => [name, emptyDir?.sizeLimit ?? secret?.secretName]),
    [
      ['tmp', '64Mi'],
      ['model', '128Mi'],
      ['secrets', 'forecaster-api-secrets'],
      ['lookup', undefined],
    ],
  );
});

test('the model is fetched from its place, in its region, up to its size, and verified by its hash', (t) => {
  t.deepEqual(
    fetchModel?.env?.map(({ name, value }) => [name, value]),
    [
      ['MODEL_S3_URI', 's3://forecast-models/forecasts/model-7.onnx'],
      ['AWS_REGION', 'eu-west-2'],
      ['MODEL_MAX_BYTES', String(128 * 2 ** 20)],
      ['MODEL_FETCH_SECONDS', '900'],
      ['MODEL_PATH', '/models/model.onnx'],
      ['MODEL_SHA256', 'e'.repeat(64)],
      ['MODEL_FILES', `${'d'.repeat(64)}  model-7.weights`],
    ],
  );
});

test('each variable of the service comes from its own value', (t) => {
  t.deepEqual(
    api?.env?.map(({ name, value }) => [name, value]),
    [
      ['PORT', '5000'],
      ['METRICS_PORT', '9090'],
      ['MODEL_PATH', '/models/model.onnx'],
      ['MODEL_SHA256', 'e'.repeat(64)],
      ['MODEL_FILES', `${'d'.repeat(64)}  model-7.weights`],
      ['WAREHOUSE_URL_FILE', '/etc/ml-inference/secrets/WAREHOUSE_URL'],
      ['API_KEYS_FILE', '/etc/ml-inference/secrets/API_KEYS'],
      ['PGPASSWORD_FILE', '/etc/ml-inference/secrets/PGPASSWORD'],
      ['FEED_URL_FILE', '/etc/ml-inference/secrets/FEED_URL'],
      ['NODE_NAME', undefined],
    ],
  );
  t.like(only(objects, 'ConfigMap', 'forecaster-api-config').data, { RANDOM_STATE: '1234', LOG_LEVEL: 'warn' });
});

test('each secret is read from its own entry', (t) => {
  const { spec: external } = only(objects, 'ExternalSecret');
  t.is(external.secretStoreRef.name, 'aws-secrets-manager');
  t.is(external.target.name, 'forecaster-api-secrets');
  t.deepEqual(
    external.data.map(({ secretKey, remoteRef, sourceRef }) => [secretKey, remoteRef['key'], sourceRef?.storeRef]),
    [
      ['WAREHOUSE_URL', 'full-prefix/forecasts/warehouse-url', undefined],
      ['API_KEYS', 'full-prefix/forecasts/client-keys', undefined],
      ['PGPASSWORD', 'arn:aws:secretsmanager:eu-west-3:444455556666:secret:rds!db-7f3a-QwErTy', undefined],
      ['FEED_URL', '/forecasts/feed/url', { kind: 'ClusterSecretStore', name: 'aws-parameter-store' }],
    ],
  );
});

test('the quota has each amount under its own name', (t) => {
  t.deepEqual(only(objects, 'ResourceQuota').spec?.hard, {
    'requests.cpu': '4',
    'requests.memory': '6Gi',
    'requests.ephemeral-storage': '10Gi',
    'limits.cpu': '13',
    'limits.memory': '12Gi',
    'limits.ephemeral-storage': '16Gi',
    pods: '21',
  });
});

test('the ServiceAccount carries the role', (t) => {
  t.is(
    only(objects, 'ServiceAccount').metadata?.annotations?.['eks.amazonaws.com/role-arn'],
    'arn:aws:iam::210987654321:role/forecasts-team/forecaster-role',
  );
});

test('the network load balancer has its own scheme and clients, not the ingress’s', (t) => {
  const { metadata: service, spec: serves } = only(objects, 'Service', 'forecaster-lb');
  t.like(service?.annotations, {
    'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
    'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
  });
  t.deepEqual(serves?.loadBalancerSourceRanges, ['203.0.113.0/25']);
});

test('the ingress has its own scheme, clients, host and certificate', (t) => {
  const { metadata: ingress, spec: leads } = only(objects, 'Ingress');
  t.like(ingress?.annotations, {
    'alb.ingress.kubernetes.io/scheme': 'internal',
    'alb.ingress.kubernetes.io/inbound-cidrs': '10.42.0.0/16,10.43.0.0/16',
    'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-west-3:210987654321:certificate/tls',
    'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
  });
  t.deepEqual(leads?.tls, [{ hosts: ['forecasts.example.org'] }]);
  t.deepEqual(
    leads?.rules?.map(({ host }) => host),
    ['forecasts.example.org'],
  );
});

test('pods admit both load balancers’ subnets and Prometheus, and reach what egress lists', (t) => {
  const { spec: policy } = only(objects, 'NetworkPolicy', 'forecaster-api');
  const [monitoring, loadBalancers] = policy?.ingress ?? [];
  t.deepEqual(monitoring?.from, [
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } },
  ]);
  t.deepEqual(
    loadBalancers?.from?.map(({ ipBlock }) => ipBlock?.cidr),
    ['10.40.1.0/24', '10.40.2.0/24', '10.40.3.0/24', '10.40.64.0/20', '10.40.80.0/20', '10.40.96.0/20'],
  );
  t.deepEqual(policy?.egress?.slice(-2), [
    { to: [{ ipBlock: { cidr: '10.41.5.0/24' } }], ports: [{ port: 5432, protocol: 'TCP' }] },
    {
      to: [{ ipBlock: { cidr: '169.254.0.0/16', except: ['169.254.169.254/32'] } }],
      ports: [{ port: 6379, protocol: 'TCP' }],
    },
  ]);
});

const page = 'https://git.example.org/forecasts/ops/blob/release/3/rendered/full/workloads/forecaster/chart/ALERTS.md';

test('alerts follow the objectives, and lead to this environment’s own page', (t) => {
  const rules = only(objects, 'PrometheusRule').spec.groups.flatMap((group) => group.rules);
  const fast = rules.find(({ alert }) => alert === 'MLInferenceAvailabilityBudgetBurnsFast');
  t.regex(fast?.expr ?? '', /> 0\.0432\b/);
  const slowness = rules.filter(({ record }) => record?.startsWith('ml_inference:prediction_slowness'));
  t.true(slowness.length > 0 && slowness.every(({ expr }) => expr.includes('le="0.5"')));
  for (const { alert, annotations } of rules.filter((rule) => rule.alert !== undefined)) {
    t.is(annotations?.['runbook_url'], `${page}#${alert?.toLowerCase()}`);
  }
});
