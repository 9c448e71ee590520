import test from 'ava';
import type { KubernetesObject } from './harness/cluster.js';
import { until } from './harness/until.js';
import {
  applications,
  cluster,
  commitAndWait,
  dev,
  live,
  names,
  repository,
  stateOf,
  without,
} from './harness/world.js';

const named = (key: string) => `${names.argocd.workload}-${key}`;
const owned = () => cluster.ownedBy(names.argocd.workload);

test('4. and 5. Without monitoring its rules and its add-on go; 6. a revert brings them back', async (t) => {
  const before = await owned();
  const addOn = await cluster.ownedBy(named('kube-prometheus-stack'));
  const commit = await commitAndWait('Watch nothing', { 'addons.kube-prometheus-stack.enabled': false });
  await isGone('kube-prometheus-stack');
  const { name, namespace } = dev.workload;
  t.deepEqual(without(before, await owned()), [
    `ConfigMap ${namespace}/${name}-dashboard`,
    `PrometheusRule ${namespace}/${name}`,
    `ServiceMonitor ${namespace}/${name}`,
  ]);
  await live(await repository.revert(commit));
  t.deepEqual(await owned(), before);
  t.deepEqual(await cluster.ownedBy(named('kube-prometheus-stack')), addOn);
});

test('5. The cluster autoscaler gives way to Karpenter and leaves nothing behind', async (t) => {
  await commitAndWait('Let Karpenter bring the nodes', {
    'addons.cluster-autoscaler.enabled': false,
    'addons.karpenter.enabled': true,
  });
  await isGone('cluster-autoscaler');
  t.true((await cluster.ownedBy(named('karpenter'))).length > 0);
  t.deepEqual(await cluster.ownedBy(named('karpenter-objects')), ['EC2NodeClass default', 'NodePool default']);
});

/** Its Application, its project and everything that it made. */
async function isGone(key: string): Promise<void> {
  await until(`${key} is gone`, async () => {
    const left = (await applications()).filter(({ metadata }) => metadata.name.startsWith(named(key)));
    const projects = await cluster.list<KubernetesObject>('AppProject', 'argocd');
    const owned = await cluster.ownedBy(named(key));
    const all = [
      ...left.map(stateOf),
      ...projects
        .filter(({ metadata }) => metadata.name === named(key))
        .map(({ metadata }) => `AppProject ${metadata.name}`),
      ...owned,
    ];
    if (all.length > 0) throw new Error(all.join('; '));
    return true;
  });
}
