import test from 'ava';
import type { Manifest } from './harness/cluster.js';
import { until } from './harness/until.js';
import { busy, setUsage } from './harness/usage.js';
import {
  cluster,
  commitAndWait,
  type Deployment,
  deployment,
  editDev,
  live,
  namespace,
  world,
} from './harness/world.js';

const max = 10;
const quota = {
  requests: { cpu: '6', memory: '12Gi', ephemeralStorage: '4Gi' },
  limits: { cpu: '24', memory: '24Gi', ephemeralStorage: '16Gi' },
  pods: 30,
};

test.serial('8. At the most replicas, and while all of them are replaced, every pod is admitted', async (t) => {
  await commitAndWait('Grow', { 'workloads.ml-inference.replicas.max': max, 'workloads.ml-inference.quota': quota });
  const refused: string[] = [];
  const watch = async () => {
    const failure = (await deployment()).status.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (failure?.status === 'True') refused.push(failure.message ?? '');
    return deployment();
  };
  setUsage(world.folder, busy);
  await until('the autoscaler has them all', async () => {
    return (await watch()).status.availableReplicas === max;
  });
  const commit = await editDev('Log more', { 'workloads.ml-inference.config.LOG_LEVEL': 'info' });
  let mostPods = 0;
  const watching = until(
    'all are replaced',
    async () => {
      mostPods = Math.max(mostPods, (await cluster.list('Pod', namespace)).length);
      const { status, metadata } = await watch();
      const isSeen = status.observedGeneration === metadata.generation;
      return isSeen && status.updatedReplicas === max && status.replicas === max && mostPods > max;
    },
    { seconds: 240 },
  );
  await Promise.all([live(commit), watching]);
  t.log(`${mostPods} pods at once, those that drain included`);
  t.deepEqual(refused, []);
});

test.serial("8. The 4Gi that one would first think of don't hold ten pods of 512Mi", async (t) => {
  const place = 'reference-design';
  await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: place } });
  const metadata = { name: 'api', namespace: place };
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata,
    spec: { hard: { 'requests.memory': '4Gi' } },
  });
  await cluster.apply(deploymentOf(metadata, max));
  const { status } = await until('pods are refused', async () => {
    const seen = await cluster.read<Deployment>('Deployment', 'api', place);
    const failure = seen.status.conditions?.find(({ type }) => type === 'ReplicaFailure');
    return failure?.status === 'True' && seen.status.availableReplicas === 8 ? seen : undefined;
  });
  t.regex(status.conditions?.find(({ type }) => type === 'ReplicaFailure')?.message ?? '', /exceeded quota/);
  await cluster.remove('Namespace', place);
});

const deploymentOf = (metadata: { name: string; namespace: string }, replicas: number): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: {
    replicas,
    selector: { matchLabels: { app: 'api' } },
    template: {
      metadata: { labels: { app: 'api' } },
      spec: { containers: [{ name: 'api', image: 'api:1', resources: { requests: { memory: '512Mi' } } }] },
    },
  },
});
