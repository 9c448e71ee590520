import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { KubernetesObject } from './harness/cluster.js';
import { until } from './harness/until.js';
import { busy, setUsage } from './harness/usage.js';
import { application, cluster, deployment, isCalm, names, namespace, workload, world } from './harness/world.js';

type Quota = KubernetesObject & { readonly spec: { readonly hard: Readonly<Record<string, string>> } };

test.serial('3. A quota that somebody changed by hand is set back', async (t) => {
  const { name } = workload;
  await cluster.patch('ResourceQuota', name, namespace, { spec: { hard: { pods: '99' } } });
  await until('the quota is set back', async () => {
    const { spec } = await cluster.read<Quota>('ResourceQuota', name, namespace);
    return spec.hard['pods'] === String(workload.quota.pods);
  });
  t.pass();
});

test.serial('3. A Service that somebody deleted comes back', async (t) => {
  const before = await cluster.read('Service', names.service, namespace);
  await cluster.remove('Service', names.service, namespace);
  const after = await until('the Service is back', () => cluster.read('Service', names.service, namespace));
  t.not(after.metadata.uid, before.metadata.uid);
});

test.serial(
  "3. The number of pods is the autoscaler's: Argo CD sees no difference and sets nothing back",
  async (t) => {
    const { min, max } = workload.replicas;
    await until('Argo CD is done', async () => isCalm(await application(names.application)));
    t.is((await deployment()).spec.replicas, min);
    setUsage(world.folder, busy);
    await until('the autoscaler adds pods', async () => (await deployment()).spec.replicas === max);
    const lastSync = async () => (await application(names.application)).status?.operationState?.finishedAt;
    const before = await lastSync();
    for (let second = 0; second < 8; second++) {
      await sleep(1000);
      t.is((await deployment()).spec.replicas, max);
    }
    const { status } = await application(names.application);
    t.is(status?.sync?.status, 'Synced');
    t.is(await lastSync(), before);
  },
);
