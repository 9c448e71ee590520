import test from 'ava';
import { render, renderAnew } from './helm.js';
import { ofKind, only } from './objects.js';

const objects = await render();

test('the default values install the reference design, and nothing else', (t) => {
  const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).toSorted();
  t.deepEqual(names, [
    'ConfigMap/ml-inference-api-config',
    'ConfigMap/ml-inference-api-dashboard',
    'Deployment/ml-inference-api',
    'ExternalSecret/ml-inference-api',
    'HorizontalPodAutoscaler/ml-inference-api',
    'Job/ml-inference-api-test',
    'LimitRange/ml-inference-api',
    'NetworkPolicy/ml-inference-api',
    'NetworkPolicy/ml-inference-api-internal',
    'PodDisruptionBudget/ml-inference-api',
    'PrometheusRule/ml-inference-api',
    'ResourceQuota/ml-inference-api',
    'Role/ml-inference-api',
    'RoleBinding/ml-inference-api',
    'Service/ml-inference-lb',
    'Service/ml-inference-service',
    'ServiceAccount/ml-inference-api',
    'ServiceMonitor/ml-inference-api',
  ]);
});

test('every object says its namespace and what it belongs to', (t) => {
  for (const { kind, metadata } of objects) {
    t.is(metadata.namespace, 'ml-inference', kind);
    t.like(metadata.labels, {
      'app.kubernetes.io/name': 'ml-inference',
      'app.kubernetes.io/part-of': 'ml-inference',
      'app.kubernetes.io/managed-by': 'Helm',
      'helm.sh/chart': 'ml-inference-0.2.0',
    });
  }
});

test('the service is reached on 5000, through the load balancer on 80', (t) => {
  t.like(only(objects, 'Service', 'ml-inference-service').spec, {
    type: 'ClusterIP',
    ports: [
      { name: 'http', port: 5000, targetPort: 'http' },
      { name: 'metrics', port: 9090, targetPort: 'metrics' },
    ],
  });
  t.like(only(objects, 'Service', 'ml-inference-lb').spec, {
    type: 'LoadBalancer',
    ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
  });
});

test('pods ask for 250m and 512Mi and may take 1000m and 1Gi', (t) => {
  const [container] = only(objects, 'Deployment').spec?.template.spec?.containers ?? [];
  t.like(container?.resources, {
    requests: { cpu: '250m', memory: '512Mi' },
    limits: { cpu: '1000m', memory: '1Gi' },
  });
});

test('the ServiceAccount carries the IRSA role and a regional STS', (t) => {
  t.deepEqual(only(objects, 'ServiceAccount').metadata?.annotations, {
    'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/ml-inference-pod-role',
    'eks.amazonaws.com/sts-regional-endpoints': 'true',
  });
});

test('the pods may do nothing with the Kubernetes API', (t) => {
  t.deepEqual(only(objects, 'Role').rules, []);
  t.is(only(objects, 'ServiceAccount').automountServiceAccountToken, false);
});

test('containers that state nothing get the service’s requests and limits', (t) => {
  t.deepEqual(only(objects, 'LimitRange').spec?.limits, [
    {
      type: 'Container',
      default: { cpu: '1000m', memory: '1Gi', 'ephemeral-storage': '1Gi' },
      defaultRequest: { cpu: '250m', memory: '512Mi', 'ephemeral-storage': '256Mi' },
    },
  ]);
});

test('two renderings are the same, since nothing is random or read from the cluster', async (t) => {
  t.deepEqual(await renderAnew({}), objects);
});

test('the instance is what `name` names, so that two of them in a namespace keep apart', async (t) => {
  for (const { kind, metadata } of await render({ name: 'second' })) {
    const instance = kind === 'Job' ? 'second-test' : 'second';
    t.is(metadata.labels?.['app.kubernetes.io/instance'], instance, kind);
  }
});

test('only the test is a hook: Argo CD would run any other before each sync', (t) => {
  const hooks = objects.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook']);
  t.deepEqual([...new Set(hooks.map(({ metadata }) => metadata.annotations?.['helm.sh/hook']))], ['test']);
  t.is(ofKind(objects, 'Job').length, 1);
});
