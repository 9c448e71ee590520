import test from 'ava';
import fc from 'fast-check';
import { faultsOf } from '../../../../generator/environment/capacity/assignment.js';
import { type Node, type PodKind, pack } from '../../../../generator/environment/capacity/pack.js';

const room = { cpu: 1930, memory: 3000, disk: 100, pods: 17 };

const node = (name: string, zone: string, group = 'general'): Node<string> => ({ name, zone, group, room });

const kind = (name: string, count: number, request: Partial<PodKind['request']> = {}, group?: string) => ({
  name,
  count,
  request: { cpu: 0, memory: 0, disk: 0, pods: 1, ...request },
  mayRunOn: (own: string) => group === undefined || own === group,
});

const twoZones = [node('a-1', 'a'), node('a-2', 'a'), node('b-1', 'b')];

test('pods are spread over zones, then over nodes', (t) => {
  t.deepEqual(pack([kind('api', 4)], twoZones).assignments, [
    { kind: 'api', node: 'a-1', count: 1 },
    { kind: 'api', node: 'a-2', count: 1 },
    { kind: 'api', node: 'b-1', count: 2 },
  ]);
});

test('densely, the first node is filled before the next', (t) => {
  t.deepEqual(pack([kind('api', 18)], twoZones, 'dense').assignments, [
    { kind: 'api', node: 'a-1', count: 17 },
    { kind: 'api', node: 'a-2', count: 1 },
  ]);
});

for (const [what, request, fitting] of [
  ['CPU', { cpu: 1000 }, 3],
  ['memory', { memory: 1500 }, 6],
  ['disk', { disk: 50 }, 6],
  ['number of pods', {}, 51],
  ['nothing: it is larger than a node', { cpu: 1931 }, 0],
] as const) {
  test(`three nodes carry ${fitting} pods, and one more waits for want of its ${what}`, (t) => {
    t.is(pack([kind('api', fitting, request)], twoZones).waiting.size, 0);
    t.deepEqual([...pack([kind('api', fitting + 1, request)], twoZones).waiting], [['api', 1]]);
  });
}

test('a pod waits that may run on no node, whatever room there is', (t) => {
  const { waiting, assignments } = pack([kind('gpu', 2, {}, 'graphics'), kind('api', 1)], twoZones);
  t.deepEqual([...waiting], [['gpu', 2]]);
  t.is(assignments.length, 1);
});

const anyFleet = fc.array(fc.record({ zone: fc.constantFrom('a', 'b', 'c'), group: fc.constantFrom('x', 'y') }), {
  maxLength: 8,
});
const anyKinds = fc.array(
  fc.record({
    count: fc.nat(12),
    cpu: fc.nat(2500),
    memory: fc.nat(4000),
    disk: fc.nat(120),
    group: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
  }),
  { maxLength: 5 },
);

test('every assignment holds before the checker, with the pods that wait taken off', (t) => {
  fc.assert(
    fc.property(anyFleet, anyKinds, fc.constantFrom('spread', 'dense'), (fleet, wanted, manner) => {
      const nodes = fleet.map(({ zone, group }, index) => node(`n${index}`, zone, group));
      const kinds = wanted.map(({ count, group, ...request }, index) => kind(`k${index}`, count, request, group));
      const { assignments, waiting } = pack(kinds, nodes, manner);
      const placed = kinds.map((one) => ({ ...one, count: one.count - (waiting.get(one.name) ?? 0) }));
      t.deepEqual(faultsOf(assignments, placed, nodes), []);
      if (waiting.size > 0) t.true(faultsOf(assignments, kinds, nodes).length > 0);
    }),
  );
  t.pass();
});

for (const [what, assignments, fault] of [
  ['a node that isn’t there', [{ kind: 'api', node: 'c-1', count: 2 }], 'There is no node c-1.'],
  ['a kind that nobody asked for', [{ kind: 'web', node: 'a-1', count: 2 }], 'Nobody asked for web.'],
  ['a pod too few', [{ kind: 'api', node: 'a-1', count: 1 }], '1 of 2 pods of api have a node.'],
  ['half a pod', [{ kind: 'api', node: 'a-1', count: 1.5 }], '1.5 is no number of pods.'],
  ['more than a node has', [{ kind: 'api', node: 'a-1', count: 2 }], 'a-1 has 1930 of cpu, and 2000 are taken.'],
  ['a node of another group', [{ kind: 'api', node: 'b-2', count: 2 }], 'api may not run on b-2.'],
] as const) {
  test(`the checker refuses ${what}`, (t) => {
    const nodes = [...twoZones, node('b-2', 'b', 'graphics')];
    const faults = faultsOf(assignments, [kind('api', 2, { cpu: 1000 }, 'general')], nodes);
    t.true(faults.includes(fault), faults.join('\n'));
  });
}
