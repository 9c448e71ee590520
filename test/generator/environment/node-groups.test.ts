import test from 'ava';
import { managedNodeGroups } from '../../../generator/environment/node-groups.js';
import { environmentOf } from '../../argocd/rendering.js';

const zones = ['ap-southeast-2a', 'ap-southeast-2b', 'ap-southeast-2c'];

interface Edit {
  readonly min: number;
  readonly max: number;
  readonly zones?: string | readonly string[];
}

const groupsOf = (edit: Edit) => {
  const group = { name: 'general', instanceTypes: ['t3.medium'], capacity: 'on-demand', ...edit };
  const ranges = (from: number) => zones.map((_, index) => `10.0.${from + index}.0/24`);
  const network = { availabilityZones: zones, publicSubnets: ranges(1), privateSubnets: ranges(10) };
  const environment = environmentOf('prod', { network, cluster: { nodeGroups: [group] } });
  return managedNodeGroups(environment).map(({ name, min, max, zones: own }) => [name, min, max, own]);
};

const [a, b, c] = zones;

const cases: readonly (readonly [title: string, edit: Edit, groups: readonly unknown[]])[] = [
  [
    'a group is one in each zone, and the first zones have what is left over',
    { min: 1, max: 5 },
    [
      ['general-a', 1, 2, [a]],
      ['general-b', 0, 2, [b]],
      ['general-c', 0, 1, [c]],
    ],
  ],
  [
    'as many groups as nodes, where those are fewer than zones',
    { min: 0, max: 2 },
    [
      ['general-a', 0, 1, [a]],
      ['general-b', 0, 1, [b]],
    ],
  ],
  ['a group over all zones stays whole', { min: 2, max: 4, zones: 'all' }, [['general', 2, 4, undefined]]],
  ['so does one over zones that are named', { min: 2, max: 4, zones: [b as string] }, [['general', 2, 4, [b]]]],
];

for (const [title, edit, groups] of cases) test(title, (t) => t.deepEqual(groupsOf(edit), groups));

test('no node is lost or won, and no group has more at least than at most', (t) => {
  for (let max = 1; max <= 12; max++) {
    for (let min = 0; min <= max; min++) {
      const groups = groupsOf({ min, max }) as [string, number, number, unknown][];
      t.is(
        groups.reduce((sum, [, least]) => sum + least, 0),
        min,
      );
      t.is(
        groups.reduce((sum, [, , most]) => sum + most, 0),
        max,
      );
      for (const [name, least, most] of groups) t.true(least <= most && most > 0, `${name}: ${least} to ${most}`);
    }
  }
});
