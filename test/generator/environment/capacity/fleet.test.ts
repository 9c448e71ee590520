import test from 'ava';
import fc from 'fast-check';
import { faultsOf } from '../../../../generator/environment/capacity/assignment.js';
import { fleetOf, kindsOf, mostOf, smallestFit } from '../../../../generator/environment/capacity/fleet.js';
import { podsThatFit } from '../../../../generator/environment/capacity/pods-that-fit.js';
import type { Environment } from '../../../../generator/environment/resolve.js';
import { environmentOf } from '../../../argocd/rendering.js';

const general = { name: 'general', instanceTypes: ['t3.medium'], capacity: 'on-demand', min: 1, max: 4 };

const withGroups = (...nodeGroups: object[]): Environment => environmentOf('prod', { cluster: { nodeGroups } });

const atMost = (environment: Environment) => kindsOf(environment, ({ replicas }) => replicas.max);

test('a group of each zone has its nodes there, and a lost zone takes them along', (t) => {
  const environment = withGroups(general);
  const zonesOf = (lost?: string) =>
    fleetOf(environment, mostOf(environment.cluster.nodeGroups), lost).map(({ name, zone }) => `${name} ${zone}`);
  t.deepEqual(zonesOf(), [
    'general-a-1 ap-southeast-2a',
    'general-a-2 ap-southeast-2a',
    'general-b-1 ap-southeast-2b',
    'general-b-2 ap-southeast-2b',
  ]);
  t.deepEqual(zonesOf('ap-southeast-2a'), ['general-b-1 ap-southeast-2b', 'general-b-2 ap-southeast-2b']);
});

test('a group that spans the zones gets its nodes in the one that is left', (t) => {
  const environment = withGroups({ ...general, zones: 'all' });
  const nodes = fleetOf(environment, mostOf(environment.cluster.nodeGroups), 'ap-southeast-2a');
  t.deepEqual(new Set(nodes.map(({ zone }) => zone)), new Set(['ap-southeast-2b']));
  t.is(nodes.length, 4);
});

test('the fewest nodes are taken that carry all pods', (t) => {
  const environment = withGroups({ ...general, max: 20 });
  const { nodes, packing } = smallestFit(environment, atMost(environment));
  t.is(packing.waiting.size, 0);
  t.is(nodes.length, 4);
});

test('of very many fleets a few are tried, and the one that is found carries all pods', (t) => {
  const environment = withGroups({ ...general, max: 450 }, { ...general, name: 'other', max: 90 });
  const kinds = kindsOf(environment, () => 100);
  const { nodes, packing } = smallestFit(environment, kinds);
  t.deepEqual(faultsOf(packing.assignments, kinds, nodes), []);
  t.true(nodes.length < 40, `${nodes.length} nodes`);
  const tooMany = kindsOf(environment, () => 100_000);
  t.true(smallestFit(environment, tooMany).packing.waiting.size > 0);
});

test('of several types a node has the least of each', (t) => {
  const one = (instanceTypes: string[]) => {
    const environment = withGroups({ ...general, instanceTypes });
    const [node] = fleetOf(environment, mostOf(environment.cluster.nodeGroups));
    return node?.room;
  };
  t.deepEqual(one(['t3.medium', 't3.xlarge']), one(['t3.medium']));
});

test('workloads that go to a pool of Karpenter’s take no room of the node groups', (t) => {
  const environment = environmentOf('prod');
  const [workload] = environment.workloads;
  if (!workload) return t.fail();
  const elsewhere = { ...workload, pod: { ...workload.pod, nodes: { pool: 'general' } } };
  const names = atMost({ ...environment, workloads: [elsewhere as never] }).map(({ name }) => name);
  t.false(names.includes(workload.key));
});

test('the pods of add-ons come off what a workload can have', (t) => {
  const alone = environmentOf('prod', { addons: { 'kube-prometheus-stack': { enabled: false } } });
  const pods = (environment: Environment) =>
    environment.workloads[0] && podsThatFit(environment, environment.workloads[0]);
  t.true((pods(alone) ?? 0) > (pods(environmentOf('prod')) ?? 0));
  t.is(pods(withGroups({ ...general, instanceTypes: ['m99.large'] })), undefined);
});

const anyGroup = fc.record({
  instanceTypes: fc.constantFrom(['t3.medium'], ['t3.xlarge'], ['c7i.large']),
  min: fc.nat(2),
  more: fc.integer({ min: 1, max: 4 }),
  zones: fc.constantFrom('each', 'all'),
});

test('more nodes never make pods wait that had a place', (t) => {
  fc.assert(
    fc.property(
      fc.array(anyGroup, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 2, max: 30 }),
      fc.constantFrom('100m', '400m', '900m'),
      (groups, max, cpu) => {
        const fits = (larger?: number) => {
          const nodeGroups = groups.map(({ more, ...group }, index) => ({
            ...general,
            ...group,
            name: `g${index}`,
            max: Math.max(1, group.min + more + (index === larger ? 1 : 0)),
          }));
          const environment = environmentOf('prod', {
            cluster: { nodeGroups },
            workloads: {
              'ml-inference': {
                replicas: { max },
                resources: { requests: { cpu, memory: '256Mi' }, limits: { memory: '1Gi' } },
              },
            },
          });
          return smallestFit(environment, atMost(environment)).packing.waiting.size === 0;
        };
        if (!fits()) return;
        for (const index of groups.keys()) t.true(fits(index));
      },
    ),
    { numRuns: 60 },
  );
  t.pass();
});
