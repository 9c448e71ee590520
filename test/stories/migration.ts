import test from 'ava';
import { application, cluster, live, names, pods, repository, workload } from './harness/world.js';

const chartPath = async () => (await application(names.application)).spec.source?.path;
const podUids = async () => (await pods()).map(({ metadata }) => metadata.uid).sort();

test.serial('13. What version 1 rendered becomes version 2 without one deletion', async (t) => {
  // Its project of version 1 doesn't list what it has now: Argo CD would refuse to take that away.
  const stack = ['addons', 'kube-prometheus-stack', 'enabled'];
  await live(await repository.edit('dev', 'Leave Prometheus', (file) => file.setIn(stack, false)));
  await live(await repository.returnToVersion1('Be an environment of version 1'));
  t.is(await chartPath(), 'rendered/dev/chart');
  const before = await cluster.identities();
  const running = await podUids();
  await live(await repository.upgrade('Upgrade to version 2'));
  t.is(await chartPath(), names.chartPath);
  t.deepEqual(await missing(before), []);
  t.deepEqual(await podUids(), running);
});

test.serial("13. So does its chart's next version", async (t) => {
  const before = await cluster.identities();
  const commit = await repository.edit('defaults', "Run the chart's next version", (file) => {
    file.setIn(['workloadDefaults', 'chartVersion'], workload.chartVersion);
  });
  await live(commit);
  t.deepEqual(await missing(before), []);
});

/** Those of before that were deleted, also where they were made again. */
async function missing(before: ReadonlyMap<string, string>): Promise<string[]> {
  const now = await cluster.identities();
  return [...before].filter(([name, uid]) => now.get(name) !== uid).map(([name]) => name);
}
