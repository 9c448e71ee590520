import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { cluster, commitAndWait, deployment, names, namespace, pods, workload } from './harness/world.js';

test.serial('2. An edit replaces the pods, and never fewer than the minimum are there', async (t) => {
  const before = await pods();
  const watching = new AbortController();
  const fewest = watchFewest(watching.signal);
  const start = Date.now();
  await commitAndWait('Log less', { 'workloads.ml-inference.config.LOG_LEVEL': 'warn' });
  t.log(`live ${Math.round((Date.now() - start) / 1000)} s after the commit`);
  watching.abort();
  t.true((await fewest) >= workload.replicas.min);
  const after = await pods();
  t.is(after.length, workload.replicas.min);
  const old = new Set(before.map(({ metadata }) => metadata.uid));
  t.false(after.some(({ metadata }) => old.has(metadata.uid)));
  const { data } = await cluster.read<ConfigMap>('ConfigMap', `${workload.name}-config`, namespace);
  t.is(data['LOG_LEVEL'], 'warn');
  t.is((await deployment()).metadata.annotations?.['argocd.argoproj.io/tracking-id']?.split(':')[0], names.application);
});

type ConfigMap = Awaited<ReturnType<typeof deployment>> & { readonly data: Readonly<Record<string, string>> };

/** The fewest available pods that were ever seen. */
async function watchFewest(signal: AbortSignal): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  while (!signal.aborted) {
    fewest = Math.min(fewest, (await deployment()).status.availableReplicas ?? 0);
    await sleep(200);
  }
  return fewest;
}
