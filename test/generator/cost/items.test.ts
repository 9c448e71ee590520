import test from 'ava';
import { itemsOf, leftOut } from '../../../generator/cost/items.js';
import { units } from '../../../generator/cost/price-list.js';
import { environmentOf } from '../../argocd/rendering.js';
import { fullEnvironment } from '../../helpers/full-environment.js';
import { resolved } from '../../helpers/resolved.js';

const billOf = (environment: Parameters<typeof itemsOf>[0]) =>
  Object.fromEntries(itemsOf(environment).map(({ what, quantity: { min, max } }) => [what, [min, max]]));

test('prod is billed for what its Terraform and its load balancer make', (t) => {
  t.deepEqual(billOf(environmentOf('prod')), {
    'EKS control plane': [1, 1],
    'nodes of general': [1, 4],
    'GiB of disks of general': [50, 200],
    'NAT gateways': [2, 2],
    'addresses of NAT gateways': [2, 2],
    'network load balancers': [1, 1],
    'addresses of load balancers, by zone': [2, 2],
    'KMS keys': [4, 4],
    secrets: [2, 2],
  });
});

const ingress = (more: object) => ({ exposure: { ingress: { enabled: true, host: 'a.example.com', ...more } } });

const cases: readonly (readonly [title: string, edit: object, bill: Readonly<Record<string, unknown>>])[] = [
  ['one NAT gateway', { network: { natGateways: 'single' } }, { 'NAT gateways': [1, 1] }],
  ['no NAT gateway', { network: { natGateways: 'none' } }, { 'NAT gateways': undefined }],
  [
    'an endpoint in two zones',
    { network: { interfaceEndpoints: ['sts'] } },
    { 'interface endpoints, by zone': [2, 2] },
  ],
  [
    'one that is internal',
    { workloadDefaults: { exposure: { loadBalancer: { scheme: 'internal' } } } },
    { 'network load balancers': [1, 1], 'addresses of load balancers, by zone': undefined },
  ],
  [
    'two workloads behind one',
    { workloads: { 'ml-inference': ingress({ group: 'g' }), fraud: ingress({ group: 'g', path: '/fraud' }) } },
    { 'application load balancers': [1, 1], 'network load balancers': [2, 2] },
  ],
  [
    'two behind their own',
    { workloads: { 'ml-inference': ingress({}), fraud: ingress({ host: 'b.example.com' }) } },
    { 'application load balancers': [2, 2] },
  ],
];

for (const [title, edit, bill] of cases) {
  test(`${title} is counted so`, (t) => {
    const counted = billOf(environmentOf('prod', edit));
    for (const [what, quantity] of Object.entries(bill)) t.deepEqual<unknown, unknown>(counted[what], quantity, what);
  });
}

test('every service that has a price is billed in an environment that has everything', (t) => {
  const services = itemsOf(resolved(fullEnvironment)).flatMap((item) => ('service' in item ? item.service : []));
  t.deepEqual([...new Set(services)].sort(), Object.keys(units).sort());
});

test('a cluster and a network that exist are their owner’s bill, and that is said', (t) => {
  const existing = environmentOf('prod', {
    network: {
      existing: {
        vpcId: 'vpc-0a1b2c3d4e5f60718',
        cidr: '10.2.0.0/16',
        privateSubnets: [
          { id: 'subnet-0a1b2c3d4e5f60711', zone: 'ap-southeast-2a', cidr: '10.2.10.0/24' },
          { id: 'subnet-0a1b2c3d4e5f60712', zone: 'ap-southeast-2b', cidr: '10.2.11.0/24' },
        ],
        publicSubnets: [],
      },
    },
    cluster: {
      existing: { name: 'platform', oidcIssuer: 'https://oidc.eks.ap-southeast-2.amazonaws.com/id/0A1B' },
    },
    addons: { 'metrics-server': { existing: true }, 'cluster-autoscaler': { enabled: false } },
  });
  const bill = billOf(existing);
  for (const what of ['EKS control plane', 'nodes of general', 'NAT gateways']) t.false(what in bill, what);
  t.deepEqual(bill['KMS keys'], [3, 3]);
  t.true(leftOut(existing).some((what) => /cluster that exists/.test(what)));
});

test('what isn’t counted is said, Karpenter’s nodes where it starts them', (t) => {
  t.true(leftOut(environmentOf('prod')).some((what) => /^traffic/.test(what)));
  t.false(leftOut(environmentOf('prod')).some((what) => /Karpenter/.test(what)));
  const addons = { karpenter: { enabled: true }, 'cluster-autoscaler': { enabled: false } };
  t.true(leftOut(environmentOf('prod', { addons })).some((what) => /Karpenter/.test(what)));
});
