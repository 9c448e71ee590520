import test from 'ava';
import { runRunbookStep } from './harness/runbook.js';
import {
  type Application,
  applications,
  argocd,
  cluster,
  names,
  namespace,
  stateOf,
  untilSettled,
  world,
} from './harness/world.js';

test.serial(
  '5. An environment goes as its runbook says, and its Applications, projects and objects with it',
  async (t) => {
    await Promise.all([runRunbookStep(world, ['teardown', 'applications']), applicationIsGone(names.application)]);
    t.deepEqual(await cluster.ownedBy(names.application), []);
    t.deepEqual(await cluster.list('Pod', namespace), []);
    await runRunbookStep(world, ['teardown', 'volumes']);
    t.deepEqual(await cluster.ownedBy(`${argocd.addOns}-kube-prometheus-stack`), []);
    // As for a hub, which outlives the environment: in no particular order.
    for (const name of await projects()) await cluster.remove('AppProject', name, 'argocd');
    for (const { metadata } of await applications()) await cluster.remove('Application', metadata.name, 'argocd');
    const left = async (all: readonly Application[]) => [...all.map(stateOf), ...(await projects())];
    await untilSettled('all of it is gone', applications, left, { seconds: 120 });
    t.deepEqual(await projects(), []);
  },
);

/** Argo CD is let look meanwhile: it may see a deletion only in its next round. */
const applicationIsGone = (name: string): Promise<void> =>
  untilSettled(
    `${name} is gone`,
    applications,
    (all) => all.filter(({ metadata }) => metadata.name === name).map(stateOf),
    { seconds: 240 },
  );

/** But for the one that Argo CD brings. */
const projects = async (): Promise<string[]> =>
  (await cluster.list('AppProject', 'argocd'))
    .map(({ metadata }) => metadata.name)
    .filter((name) => name !== 'default');
