import test from 'ava';
import { costDelta } from '../../../generator/cost/delta.js';
import { priceListOf } from '../../../generator/cost/price-list.js';
import { environmentOf } from '../../argocd/rendering.js';

const region = 'ap-southeast-2';
const prices = priceListOf(region, {
  regions: { [region]: { 'nat-gateway': 0.06, 'gp3-gib': 0.1, instances: { 't3.medium': 0.05, 't3.large': 0.1 } } },
});
const group = { name: 'a', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 2 };
const withGroup = (edit: object) => environmentOf('prod', { cluster: { nodeGroups: [{ ...group, ...edit }] } });
const before = withGroup({});

const changesOf = (edit: object) =>
  costDelta(before, withGroup(edit), () => prices)?.changes.map(({ what, from, to, monthly }) => [
    what,
    [from.min, from.max, to.min, to.max],
    monthly,
  ]);

test('more nodes cost more at the most, and so do their disks', (t) => {
  t.deepEqual(changesOf({ max: 4 }), [
    ['nodes of a: t3.medium', [1, 2, 1, 4], { min: 0, max: 73 }],
    ['GiB of disks of a', [50, 100, 50, 200], { min: 0, max: 10 }],
  ]);
});

test('another type comes, and the one before goes', (t) => {
  t.deepEqual(changesOf({ instanceTypes: ['t3.large'] }), [
    ['nodes of a: t3.medium', [1, 2, 0, 0], { min: -36.5, max: -73 }],
    ['nodes of a: t3.large', [0, 0, 1, 2], { min: 73, max: 146 }],
  ]);
});

test('of what has no price the number is told', (t) => {
  t.deepEqual(changesOf({ instanceTypes: ['m7i.large'] })?.at(-1), ['nodes of a: m7i.large', [0, 0, 1, 2], null]);
});

test('an edit that costs nothing is no change, and a new environment costs all that it costs', (t) => {
  t.is(changesOf({ labels: { 'example.com/a': 'b' } }), undefined);
  const young = costDelta(undefined, before, () => prices);
  t.is(young?.environment, 'prod');
  t.deepEqual(young?.from, { min: 0, max: 0 });
  t.true(young?.changes.every(({ from, to }) => from.max === 0 && to.max > 0));
});

test('more replicas need more nodes at the most, though nothing else is billed', (t) => {
  const withReplicas = (max: number) =>
    environmentOf('prod', {
      cluster: { nodeGroups: [{ ...group, max: 9 }] },
      workloads: { 'ml-inference': { replicas: { max } } },
    });
  const delta = (from: number, to: number) => costDelta(withReplicas(from), withReplicas(to), () => prices);
  const grown = delta(10, 20);
  t.deepEqual(grown?.changes, []);
  t.deepEqual(
    grown?.peak.map(({ from, to, monthly, ...change }) => [change, to > from, monthly?.max]),
    [
      [
        { group: 'a', instanceTypes: ['t3.medium'] },
        true,
        ((grown?.peak[0]?.to ?? 0) - (grown?.peak[0]?.from ?? 0)) * 36.5,
      ],
    ],
  );
  t.is(delta(10, 10), undefined);
  // Where pods would wait the number of nodes isn't what they need.
  t.is(delta(10, 200), undefined);
  t.true((delta(20, 10)?.peak[0]?.monthly?.max ?? 0) < 0);
});
