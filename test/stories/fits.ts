import test, { type ExecutionContext } from 'ava';
import { fleetOf, kindsOf, mostOf, type NodeGroup } from '../../generator/environment/capacity/fleet.js';
import { type Amount, type Node, type PodKind, pack } from '../../generator/environment/capacity/pack.js';
import { podsThatFit } from '../../generator/environment/capacity/pods-that-fit.js';
import type { KubernetesObject, Manifest } from './harness/cluster.js';
import { registerNodes } from './harness/nodes.js';
import { until } from './harness/until.js';
import { cluster, dev, type Pod } from './harness/world.js';

const place = 'fits';
/** Keeps these nodes and pods among themselves. */
const own = { 'example.com/fits': 'here' };

interface ScheduledPod extends Pod {
  readonly status: Pod['status'] & { readonly conditions?: readonly { type: string; reason?: string }[] };
}

const [workload] = dev.workloads;
const nodes = fleetOf(dev, mostOf(dev.cluster.nodeGroups));
const most = workload ? (podsThatFit(dev, workload) ?? 0) : 0;

/** The scheduler lets chance decide between equal nodes: how add-ons' pods fall is worth a pod on each node but one. */
const chance = nodes.length - 1;

for (const { what, pods: count, waiting } of [
  { what: 'all have a node where there is room to spare', pods: most - chance, waiting: { least: 0, most: 0 } },
  {
    what: 'as many wait as are too many',
    pods: most + nodes.length,
    waiting: { least: nodes.length - chance, most: nodes.length + chance },
  },
]) {
  test.serial(`18. The scheduler places as many pods as capacity says: ${what}`, async (t) => {
    const kinds = kindsOf(dev, () => count);
    t.is([...pack(kinds, nodes).waiting.values()][0] ?? 0, Math.max(0, count - most));
    await bringNodes(t, nodes);
    // Add-ons are there before workloads, as their waves have it.
    for (const kind of kinds) {
      await cluster.apply(deploymentOf(kind));
      await until(`the scheduler has seen ${kind.name}`, async () => (await judged(kind.name)) === kind.count);
    }
    // The scheduler tries again as nodes become ready: at first more pods may wait.
    const without = await until(`no more than ${waiting.most} pods wait`, async () => {
      const seen = await podsWithoutNode();
      return seen <= waiting.most && seen;
    });
    t.log(`${without} pods wait`);
    t.true(without >= waiting.least, `${without} wait`);
  });
}

const podsWithoutNode = async (): Promise<number> =>
  (await cluster.list<ScheduledPod>('Pod', place)).filter(({ spec }) => spec.nodeName === undefined).length;

/** Counts the pods of a kind of which the scheduler has said something. */
async function judged(kind: string): Promise<number> {
  const pods = await cluster.list<ScheduledPod>('Pod', place);
  return pods.filter(
    ({ metadata, status }) =>
      metadata.labels?.['app'] === labelOf(kind) &&
      status.conditions?.some(({ type }) => type === 'PodScheduled') === true,
  ).length;
}

async function bringNodes(t: ExecutionContext, fleet: readonly Node<NodeGroup>[]): Promise<void> {
  const manifests = fleet.map(nodeOf);
  await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: place } });
  await registerNodes(cluster, manifests);
  t.teardown(async () => {
    await cluster.remove('Namespace', place);
    await until('its pods are gone', async () => (await cluster.list('Pod', place)).length === 0);
    await until('the namespace is gone', async () =>
      (await cluster.list<KubernetesObject>('Namespace')).every(({ metadata }) => metadata.name !== place),
    );
    for (const { metadata } of manifests) await cluster.remove('Node', metadata.name);
  });
}

/** A node that has just what pods can have of it: nothing else runs here. */
function nodeOf({ name, zone, room }: Node<NodeGroup>) {
  const amounts = { ...quantitiesOf(room), pods: String(room.pods) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `fits-${name}`,
      labels: { ...own, 'kubernetes.io/hostname': `fits-${name}`, 'topology.kubernetes.io/zone': zone },
    },
    spec: { taints: Object.entries(own).map(([key, value]) => ({ key, value, effect: 'NoSchedule' })) },
    status: { allocatable: amounts, capacity: amounts },
  };
}

const quantitiesOf = ({ cpu, memory, disk }: Amount) => ({
  cpu: `${cpu}m`,
  memory: String(memory),
  'ephemeral-storage': String(disk),
});

const labelOf = (kind: string): string => kind.replaceAll(' ', '-');

/** As the chart has it: apart, if there is room. */
function deploymentOf({ name, count, request }: PodKind): Manifest {
  const labels = { app: labelOf(name) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: labelOf(name), namespace: place },
    spec: {
      replicas: count,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: own,
          tolerations: Object.keys(own).map((key) => ({ key, operator: 'Exists' })),
          topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
            topologyKey,
            maxSkew: 1,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: labels },
          })),
          containers: [{ name: 'one', image: 'one:1', resources: { requests: quantitiesOf(request) } }],
        },
      },
    },
  };
}
