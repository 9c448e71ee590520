import test from 'ava';
import { shapeOf } from '../../../../generator/environment/aws-facts.js';
import { carriersOf, vCPUsOf } from '../../../../generator/environment/capacity/nodes.js';
import { environmentOf } from '../../../argocd/rendering.js';

/** Pods on one node of a type, by what a pod asks for. */
function podsOn(type: string, cpu: string, memory: string): number | undefined {
  const environment = environmentOf('prod', {
    cluster: { nodeGroups: [{ name: 'a', instanceTypes: [type], capacity: 'on-demand', min: 1, max: 2 }] },
    workloads: { 'ml-inference': { resources: { requests: { cpu, memory }, limits: { memory } } } },
  });
  const [workload] = environment.workloads;
  return workload && carriersOf(environment, workload)?.[0]?.podsPerNode;
}

test('the shape of an instance type is known, or nothing is', (t) => {
  t.deepEqual(shapeOf('t3.medium'), { interfaces: 3, addressesPerInterface: 6, vCPUs: 2, memoryMiB: 4096 });
  for (const type of ['t3', 't3.huge', 'm99.large', 'constructor.name', '']) t.is(shapeOf(type), undefined, type);
  t.is(vCPUsOf('g5.xlarge'), 4);
});

for (const [type, cpu, memory, pods, limit] of [
  // 1930m less 480m for daemons.
  ['t3.medium', '250m', '128Mi', 5, 'CPU'],
  // 4096 Mi less 307 that no node sees, 255 + 11 × 17 of the kubelet's, 100 below which it evicts, 273 for daemons.
  ['t3.medium', '10m', '1Gi', 2, 'memory'],
  // 7920m less 480m.
  ['c7i.2xlarge', '1', '1Gi', 7, 'CPU of a family that nobody listed'],
  ['m7i.4xlarge', '10m', '16Mi', 103, 'pods: 110 less those on every node'],
  ['m7i.8xlarge', '10m', '16Mi', 243, 'pods: 250 from 30 vCPUs on'],
  ['t3.medium', '2', '1Gi', 0, 'a pod that is larger than its node'],
] as const) {
  test(`${type} carries ${pods} pods of ${cpu} and ${memory}: ${limit}`, (t) => {
    t.is(podsOn(type, cpu, memory), pods);
  });
}

test('of a younger type nothing is known', (t) => {
  t.is(podsOn('m99.large', '1', '1Gi'), undefined);
});
