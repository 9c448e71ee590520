import test from 'ava';
import { runRunbookStep } from './harness/runbook.js';
import { until } from './harness/until.js';
import { applications, argocd, cluster, names, namespace, stateOf, world } from './harness/world.js';

test('5. An environment goes as its runbook says, and its Applications, projects and objects with it', async (t) => {
  await runRunbookStep(world, ['teardown', 'applications']);
  t.deepEqual(await cluster.ownedBy(names.application), []);
  t.deepEqual(await cluster.list('Pod', namespace), []);
  await runRunbookStep(world, ['teardown', 'volumes']);
  t.deepEqual(await cluster.ownedBy(`${argocd.addOns}-kube-prometheus-stack`), []);
  // As for a hub, which outlives the environment: in no particular order.
  const projects = (await cluster.list('AppProject', 'argocd')).filter(({ metadata }) => metadata.name !== 'default');
  for (const { metadata } of projects) await cluster.remove('AppProject', metadata.name, 'argocd');
  for (const { metadata } of await applications()) await cluster.remove('Application', metadata.name, 'argocd');
  await until('all of it is gone', async () => {
    const left = (await applications()).map(stateOf);
    const stuck = (await cluster.list('AppProject', 'argocd')).map(({ metadata }) => metadata.name);
    if (left.length + stuck.length > 1) throw new Error([...left, ...stuck].join('; '));
    return true;
  });
  t.false((await cluster.list('AppProject', 'argocd')).some(({ metadata }) => metadata.name === argocd.root));
});
