import test from 'ava';
import { render } from './helm.js';
import { ofKind, only } from './objects.js';

test('pods are scraped on the port of their own, through the Service inside the cluster', async (t) => {
  const { spec } = only(await render(), 'ServiceMonitor');
  t.deepEqual(spec.namespaceSelector, { matchNames: ['ml-inference'] });
  t.deepEqual(spec.endpoints as unknown[], [
    { port: 'metrics', path: '/metrics', interval: '30s', scrapeTimeout: '10s' },
  ]);
});

test('Prometheus finds the monitor and the rules by its release label', async (t) => {
  const objects = await render({ monitoring: { labels: { team: 'inference' } } });
  for (const kind of ['ServiceMonitor', 'PrometheusRule'] as const) {
    t.like(only(objects, kind).metadata.labels, { release: 'kube-prometheus-stack', team: 'inference' });
  }
});

for (const [option, kind] of [
  ['serviceMonitor', 'ServiceMonitor'],
  ['rules', 'PrometheusRule'],
] as const) {
  test(`${option} can be turned off`, async (t) => {
    t.deepEqual(ofKind(await render({ monitoring: { [option]: { enabled: false } } }), kind), []);
  });
}
