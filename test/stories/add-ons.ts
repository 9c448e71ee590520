import test from 'ava';
import { isGone } from './harness/gone.js';
import { argocd, cluster, commitAndWait, live, names, repository, without, workload } from './harness/world.js';

const named = (key: string) => `${argocd.addOns}-${key}`;
const owned = () => cluster.ownedBy(names.application);

test.serial('4. and 5. Without monitoring its rules and its add-on go; 6. a revert brings them back', async (t) => {
  const before = await owned();
  const addOn = await cluster.ownedBy(named('kube-prometheus-stack'));
  const commit = await commitAndWait('Watch nothing', { 'addons.kube-prometheus-stack.enabled': false });
  await isGone(named('kube-prometheus-stack'));
  const { name, namespace } = workload;
  t.deepEqual(without(before, await owned()), [
    `ConfigMap ${namespace}/${name}-dashboard`,
    `PrometheusRule ${namespace}/${name}`,
    `ServiceMonitor ${namespace}/${name}`,
  ]);
  await live(await repository.revert(commit));
  t.deepEqual(await owned(), before);
  t.deepEqual(await cluster.ownedBy(named('kube-prometheus-stack')), addOn);
});

test.serial('5. The cluster autoscaler gives way to Karpenter and leaves nothing behind', async (t) => {
  await commitAndWait('Let Karpenter bring the nodes', {
    'addons.cluster-autoscaler.enabled': false,
    'addons.karpenter.enabled': true,
  });
  await isGone(named('cluster-autoscaler'));
  t.true((await cluster.ownedBy(named('karpenter'))).length > 0);
  t.deepEqual(await cluster.ownedBy(named('karpenter-objects')), ['EC2NodeClass default', 'NodePool default']);
});
