import test from 'ava';
import { estimate, type Line } from '../../../generator/cost/estimate.js';
import { type OwnPrices, priceListOf } from '../../../generator/cost/price-list.js';
import { onDemandPrices, pricesKnownOn } from '../../../generator/environment/data/prices.js';
import { environmentOf } from '../../argocd/rendering.js';

const region = 'ap-southeast-2';
const group = { name: 'a', capacity: 'on-demand', min: 1, max: 3, diskSizeGiB: 20, labels: {}, taints: [] };
const withGroup = (edit: object) => environmentOf('prod', { cluster: { nodeGroups: [{ ...group, ...edit }] } });
const own = (prices: OwnPrices['regions'][string]) => priceListOf(region, { regions: { [region]: prices } });
const lineOf = (lines: readonly Line[], what: string) => lines.find((line) => line.what === what);

test('a month has 730 hours, and goes from the least to the most', (t) => {
  const { lines, monthly, unknown } = estimate(
    withGroup({ instanceTypes: ['t3.medium'] }),
    own({ instances: { 't3.medium': 0.05 }, 'eks-cluster': 0.1, 'gp3-gib': 0.08 }),
  );
  t.deepEqual(lineOf(lines, 'nodes of a: t3.medium')?.monthly, { min: 36.5, max: 109.5 });
  t.deepEqual(lineOf(lines, 'EKS control plane')?.monthly, { min: 73, max: 73 });
  t.deepEqual(lineOf(lines, 'GiB of disks of a')?.monthly, { min: 1.6, max: 4.8 });
  t.deepEqual(monthly, { min: 111.1, max: 187.3 });
  t.true(unknown.includes('NAT gateways'));
  t.is(lineOf(lines, 'NAT gateways')?.monthly, null);
});

test('of several types the cheapest counts at least, the dearest at most; one without a price hides both', (t) => {
  const environment = withGroup({ instanceTypes: ['m7i.large', 'm7a.large'], max: 2 });
  const what = 'nodes of a: m7i.large or m7a.large';
  const prices = { 'm7i.large': 0.1, 'm7a.large': 0.2 };
  t.deepEqual(lineOf(estimate(environment, own({ instances: prices })).lines, what)?.monthly, { min: 73, max: 292 });
  t.is(lineOf(estimate(environment, own({ instances: { 'm7i.large': 0.1 } })).lines, what)?.price, null);
});

test('spot has a price of its own, or none', (t) => {
  const environment = withGroup({ instanceTypes: ['t3.medium'], capacity: 'spot' });
  const what = 'nodes of a: t3.medium, spot';
  const priceIn = (prices: OwnPrices['regions'][string]) =>
    lineOf(estimate(environment, own(prices)).lines, what)?.price;
  t.is(priceIn({ instances: { 't3.medium': 0.05 } }), null);
  t.deepEqual(priceIn({ spot: { 't3.medium': 0.02 } }), { min: 0.02, max: 0.02 });
});

test('a workload has its secrets, its balancers, and the parts of nodes that its pods ask for', (t) => {
  const environment = withGroup({ instanceTypes: ['t3.medium'] });
  const { workloads } = estimate(environment, own({ instances: { 't3.medium': 0.1 }, secret: 0.4 }));
  t.deepEqual(
    workloads.map(({ workload, lines }) => [workload, ...lines.map(({ what, quantity: { max } }) => `${what} ${max}`)]),
    [
      [
        'ml-inference',
        'nodes of a: t3.medium 2',
        'GiB of disks of a 40',
        'network load balancers 1',
        'addresses of load balancers, by zone 2',
        'secrets 2',
      ],
    ],
  );
  // Two of five pods of a node, and ten: 0.4 and two nodes of 73, beside two secrets of 0.4.
  t.deepEqual(workloads[0]?.monthly, { min: 30, max: 146.8 });
});

test('workloads of one load balancer have their parts of it', (t) => {
  const ingress = {
    enabled: true,
    group: 'shared',
    certificateArn: 'arn:aws:acm:ap-southeast-2:111122223333:certificate/a',
  };
  const withHost = (host: string) => ({ exposure: { ingress: { ...ingress, host } } });
  const environment = environmentOf('prod', {
    workloads: { 'ml-inference': withHost('a.example.com'), other: withHost('b.example.com') },
  });
  const { lines, workloads } = estimate(environment, own({}));
  t.is(lineOf(lines, 'application load balancers')?.quantity.max, 1);
  for (const part of workloads) t.is(lineOf(part.lines, 'application load balancers')?.quantity.max, 0.5);
});

test('a known list price is named with its day, and one’s own goes before it', (t) => {
  const known = priceListOf('us-east-1', undefined).ofInstance('t3.medium', 'on-demand');
  t.deepEqual(known, { amount: 0.0416, source: `list price of ${pricesKnownOn}` });
  const mine = priceListOf('us-east-1', { regions: { 'us-east-1': { instances: { 't3.medium': 0.01 } } } });
  t.deepEqual(mine.ofInstance('t3.medium', 'on-demand'), { amount: 0.01, source: 'prices.yaml' });
});

test('another region, a younger type and what looks like an object’s own key have no price', (t) => {
  for (const [place, type] of [
    [region, 't3.medium'],
    ['us-east-1', 'm99.large'],
    ['us-east-1', 'constructor.name'],
    ['constructor', 'name.length'],
    ['us-east-1', 't3'],
  ] as const)
    t.is(priceListOf(place, undefined).ofInstance(type, 'on-demand'), undefined, `${place} ${type}`);
});

test('every price that is known is a positive number of a plain size', (t) => {
  const sizes = Object.values(onDemandPrices).flatMap((families) =>
    Object.values(families).flatMap((text) => text.split(', ')),
  );
  t.true(sizes.length > 1000);
  t.deepEqual(
    sizes.filter((text) => !/^[a-z0-9-]+ [0-9.]+$/.test(text) || !(Number(text.split(' ')[1]) > 0)),
    [],
  );
});
