import test from 'ava';
import { render, type Values } from './helm.js';
import { ofKind, only } from './objects.js';

const policy = async (values: Values = {}) =>
  only(await render({ networkPolicy: values }), 'NetworkPolicy', 'ml-inference-api').spec;

const internal = async () => only(await render(), 'NetworkPolicy', 'ml-inference-api-internal').spec;

test('the namespace may ask the service', async (t) => {
  t.deepEqual((await internal())?.ingress, [
    { from: [{ podSelector: {} }], ports: [{ port: 'http', protocol: 'TCP' }] },
  ]);
});

test('from outside the namespace nothing comes in but Prometheus and the load balancer’s subnets', async (t) => {
  t.deepEqual((await policy())?.ingress, [
    {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ port: 'metrics', protocol: 'TCP' }],
    },
    {
      from: [{ ipBlock: { cidr: '10.0.1.0/24' } }, { ipBlock: { cidr: '10.0.2.0/24' } }],
      ports: [{ port: 'http', protocol: 'TCP' }],
    },
  ]);
});

test('every pod of the chart, the test’s as well, may resolve names and ask the service, and no more', async (t) => {
  const { spec } = only(await render(), 'NetworkPolicy', 'ml-inference-api-internal');
  t.deepEqual(spec?.podSelector, { matchLabels: { 'app.kubernetes.io/part-of': 'ml-inference' } });
  const kubeDNS = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  };
  const service = {
    'app.kubernetes.io/name': 'ml-inference',
    'app.kubernetes.io/instance': 'ml-inference-api',
    'app.kubernetes.io/component': 'api',
  };
  t.deepEqual(spec?.egress, [
    { to: [{ podSelector: { matchLabels: service } }], ports: [{ port: 'http', protocol: 'TCP' }] },
    {
      to: [kubeDNS],
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
  ]);
});

test('beyond that the service reaches HTTPS anywhere, except the node’s credentials', async (t) => {
  t.deepEqual((await policy())?.egress, [
    {
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }],
      ports: [{ port: 443, protocol: 'TCP' }],
    },
  ]);
});

test('both directions are closed by default', async (t) => {
  for (const spec of [await policy(), await internal()]) t.deepEqual(spec?.policyTypes, ['Ingress', 'Egress']);
});

test('without a load balancer its subnets stay out', async (t) => {
  const objects = await render({ loadBalancer: { enabled: false } });
  const { spec } = only(objects, 'NetworkPolicy', 'ml-inference-api');
  t.is(spec?.ingress?.length, 1);
});

test('pods may connect to the agent of Pod Identity where it is used', async (t) => {
  const rule = { to: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: [{ port: 80, protocol: 'TCP' }] };
  t.deepEqual((await policy({ podIdentity: true }))?.egress?.at(-1), rule);
});

test('rules can be added', async (t) => {
  const into = { from: [{ ipBlock: { cidr: '10.9.0.0/16' } }], ports: [{ port: 'http', protocol: 'TCP' }] };
  const out = { to: [{ ipBlock: { cidr: '10.0.20.0/24' } }], ports: [{ port: 5432, protocol: 'TCP' }] };
  const spec = await policy({ extraIngress: [into], extraEgress: [out] });
  t.deepEqual([spec?.ingress?.at(-1), spec?.egress?.at(-1)] as unknown[], [into, out]);
});

test('it can be turned off', async (t) => {
  t.deepEqual(ofKind(await render({ networkPolicy: { enabled: false } }), 'NetworkPolicy'), []);
});
