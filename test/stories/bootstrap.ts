import test from 'ava';
import type { KubernetesObject, Manifest } from './harness/cluster.js';
import { runRunbookStep } from './harness/runbook.js';
import {
  type Application,
  applications,
  argocd,
  cluster,
  dev,
  namespace,
  type Pod,
  pods,
  restless,
  untilSettled,
  workload,
  world,
} from './harness/world.js';

const waveOf = ({ metadata }: Pick<Application, 'metadata'>) =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave']);

test.serial('1. The root Application brings up dev: add-ons in their waves, then the workload', async (t) => {
  await runRunbookStep(world, ['bootstrap', 'root']);
  const early = new Set<string>();
  const healthy = new Set<string>();
  const allButRoot = async () => (await applications()).filter(({ metadata }) => metadata.name !== argocd.root);
  const watch = (all: readonly Application[]): readonly string[] => {
    for (const { metadata, status } of all) if (status?.health?.status === 'Healthy') healthy.add(metadata.name);
    for (const { metadata } of all) {
      const awaited = all.filter((other) => waveOf(other) < waveOf({ metadata }) && !healthy.has(other.metadata.name));
      for (const other of awaited) early.add(`${metadata.name} before ${other.metadata.name}`);
    }
    const missing = all.length < expected ? [`${all.length} of ${expected} Applications are there`] : [];
    return [...missing, ...restless(all)];
  };
  const watching = untilSettled('every Application is synced and healthy', allButRoot, watch, { seconds: 300 });
  await Promise.all([runRunbookStep(world, ['bootstrap', 'healthy']), watching]);
  t.deepEqual([...early], []);
});

/** One for each add-on, one for what external-secrets reconciles, and one for each workload. */
const expected = Object.values(dev.addons).filter(({ enabled }) => enabled).length + 1 + dev.workloads.length;

test.serial('1. Its pods run, in both zones, and the API server counts them in the quota', async (t) => {
  const running = await pods();
  t.is(running.length, workload.replicas.min);
  t.deepEqual([...new Set(running.map(({ status }) => status.phase))], ['Running']);
  t.deepEqual((await zonesOf(running)).sort(), [...dev.network.availabilityZones]);
  const quota = await cluster.read<Quota>('ResourceQuota', workload.name, namespace);
  t.like(quota.status.used, { pods: '2', 'requests.cpu': '500m', 'requests.memory': '1Gi', 'limits.memory': '2Gi' });
});

test.serial('1. Its namespace fills in what a pod leaves open, and refuses a privileged one', async (t) => {
  const pod = await cluster.foretell<PodWithResources>(podOf({}));
  const { resources } = workload;
  t.like(pod.spec.containers[0]?.resources, { limits: { cpu: '1', memory: resources.limits.memory } });
  await t.throwsAsync(cluster.foretell(podOf({ privileged: true, allowPrivilegeEscalation: true })), {
    message: /violates PodSecurity "restricted/,
  });
});

interface Quota extends KubernetesObject {
  readonly status: { readonly used: Readonly<Record<string, string>> };
}

interface PodWithResources extends KubernetesObject {
  readonly spec: { readonly containers: readonly { readonly resources: object }[] };
}

async function zonesOf(running: readonly Pod[]): Promise<string[]> {
  const nodes = await Promise.all(running.map(({ spec }) => cluster.read('Node', spec.nodeName ?? '')));
  return [...new Set(nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'] ?? ''))];
}

const podOf = (privileges: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'visitor', namespace },
  spec: {
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'visitor',
        image: 'visitor:1',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...privileges },
      },
    ],
  },
});
