import test from 'ava';
import { render, type Values } from './helm.js';
import { ofKind, only } from './objects.js';

const policy = async (values: Values = {}) =>
  only(await render({ networkPolicy: values }), 'NetworkPolicy', 'ml-inference-api').spec;

test('nothing comes in but the namespace, the load balancer’s subnets and Prometheus', async (t) => {
  t.deepEqual((await policy())?.ingress, [
    {
      from: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.1.0/24' } }, { ipBlock: { cidr: '10.0.2.0/24' } }],
      ports: [{ port: 'http', protocol: 'TCP' }],
    },
    {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ port: 'metrics', protocol: 'TCP' }],
    },
  ]);
});

test('nothing goes out but DNS, and HTTPS to anywhere except the node’s credentials', async (t) => {
  const kubeDNS = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  };
  t.deepEqual((await policy())?.egress, [
    {
      to: [kubeDNS],
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
    {
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }],
      ports: [{ port: 443, protocol: 'TCP' }],
    },
  ]);
});

test('both directions are closed by default', async (t) => {
  t.deepEqual((await policy())?.policyTypes, ['Ingress', 'Egress']);
});

test('without a load balancer its subnets stay out', async (t) => {
  const objects = await render({ loadBalancer: { enabled: false } });
  const { spec } = only(objects, 'NetworkPolicy', 'ml-inference-api');
  t.deepEqual(spec?.ingress?.[0]?.from, [{ podSelector: {} }]);
});

test('the agent of Pod Identity is let out to where it is used', async (t) => {
  const rule = { to: [{ ipBlock: { cidr: '169.254.170.23/32' } }], ports: [{ port: 80, protocol: 'TCP' }] };
  t.deepEqual((await policy({ podIdentity: true }))?.egress?.at(-1), rule);
});

test('rules can be added', async (t) => {
  const into = { from: [{ ipBlock: { cidr: '10.9.0.0/16' } }], ports: [{ port: 'http', protocol: 'TCP' }] };
  const out = { to: [{ ipBlock: { cidr: '10.0.20.0/24' } }], ports: [{ port: 5432, protocol: 'TCP' }] };
  const spec = await policy({ extraIngress: [into], extraEgress: [out] });
  t.deepEqual([spec?.ingress?.at(-1), spec?.egress?.at(-1)] as unknown[], [into, out]);
});

test('it can be turned off, for the test as well', async (t) => {
  const objects = await render({ networkPolicy: { enabled: false }, tests: { enabled: false } });
  t.deepEqual(ofKind(objects, 'NetworkPolicy'), []);
});
