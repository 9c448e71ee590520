import test from 'ava';
import { limitsOf } from '../../../generator/capacity/limits.js';
import { environmentOf } from '../../argocd/rendering.js';

const limitsWith = (edit: object) => new Map(limitsOf(environmentOf('prod', edit)).map((limit) => [limit.what, limit]));

const workload = (edit: object) => ({ workloads: { 'ml-inference': edit } });

test('each limit says how much of it is taken at the most', (t) => {
  const limits = limitsWith({});
  t.deepEqual(limits.get('quota of ml-inference, pods'), {
    what: 'quota of ml-inference, pods',
    used: 23,
    of: 23,
    unit: 'pods',
  });
  t.like(limits.get('addresses of 10.0.10.0/24'), { used: 75, of: 256 });
  t.like(limits.get('pods on nodes'), { of: 412, unit: 'pods' });
});

test('a sidecar takes of the nodes and of the quota', (t) => {
  const cpu = (edit: object) => limitsWith(edit).get("nodes' CPU")?.used ?? 0;
  const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } };
  const image = 'example.com/proxy@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
  const sidecar = { name: 'proxy', image, resources };
  t.is(Math.round((cpu(workload({ pod: { sidecars: [sidecar] } })) - cpu({})) * 10), 10);
});

for (const [budget, staying] of [
  [{}, 1],
  [{ minAvailable: 2 }, 2],
  [{ minAvailable: '50%' }, 1],
  [{ maxUnavailable: 1 }, 1],
  [{ maxUnavailable: 0 }, 2],
  [{ minAvailable: null }, 2],
  [{ enabled: false }, 0],
] as const) {
  test(`with a budget of ${JSON.stringify(budget)}, ${staying} of two pods must stay in a drain`, (t) => {
    const limit = limitsWith(workload({ values: { podDisruptionBudget: budget } })).get(
      'pods of ml-inference that must stay in a drain',
    );
    t.like(limit, { used: staying, of: 1 });
  });
}

test('of a cluster that exists only quotas and drains are known', (t) => {
  const environment = environmentOf('prod');
  const existing = { name: 'platform', oidcIssuer: undefined, version: undefined };
  const limits = limitsOf({
    ...environment,
    cluster: { ...environment.cluster, nodeGroups: [], existing: existing as never },
  });
  t.true(limits.every(({ what }) => /^(quota|pods) of/.test(what)));
});

for (const [what, edit] of [
  ['Karpenter', { addons: { karpenter: { enabled: true } } }],
  [
    'a type that nobody knows',
    { cluster: { nodeGroups: [{ name: 'a', instanceTypes: ['m99.large'], capacity: 'spot', min: 1, max: 2 }] } },
  ],
] as const) {
  test(`with ${what} no limit of the nodes is told`, (t) => {
    t.false([...limitsWith(edit).keys()].some((limit) => /nodes/.test(limit)));
  });
}
