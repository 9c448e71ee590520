import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'yaml';
import { guestNamespace } from './harness/argocd.js';
import type { Manifest } from './harness/cluster.js';
import { calm, visitor } from './harness/elsewhere.js';
import { runRunbookStep } from './harness/runbook.js';
import { until } from './harness/until.js';
import { application, cluster, dev, type Pod, repository, world } from './harness/world.js';

/** A folder of a larger repository, which the project is in. */
const place = 'platform/ml/';
const ofPlace = { ...world, repository: `${world.repository}/${place}` };
const existing = { namespace: guestNamespace, project: 'guests' };
const root = 'ml-inference-guest-root';
const workload = 'guest-model-guest';
const project = async () => parse(readFileSync(`${ofPlace.repository}rendered/guest/bootstrap/project.yaml`, 'utf8'));
const projects = async () => (await cluster.list('AppProject')).map(({ metadata }) => metadata.name).sort();

test.serial('14. A guest, from a folder of the repository, waits for the project that its admins make', async (t) => {
  await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: guestNamespace } });
  // The runbook's commands name a context by the cluster.
  await repository.add('guest', 'Be a guest', visitor('guest', dev.cluster.name, { existing }), place);
  const before = await projects();
  await runRunbookStep(ofPlace, ['bootstrap', 'argocd'], 'guest');
  await runRunbookStep(ofPlace, ['bootstrap', 'root'], 'guest');
  const reason = /project guests which does not exist/;
  await until('Argo CD tells of the missing project', async () => {
    const { status } = await application(root, guestNamespace);
    return (status?.conditions ?? []).some(({ message }) => reason.test(message));
  });
  await cluster.apply((await project()) as Manifest);
  await calm([root, workload], guestNamespace);
  t.deepEqual(await projects(), [...before, 'guests'].sort());
});

test.serial('14. Its pods run in the namespace of its workload', async (t) => {
  const running = await cluster.list<Pod>('Pod', 'guest-model');
  t.deepEqual(
    running.map(({ status }) => status.phase),
    ['Running', 'Running'],
  );
});

test.serial('14. It goes as its runbook says, and leaves the project to its admins', async (t) => {
  await runRunbookStep(ofPlace, ['teardown', 'applications'], 'guest');
  await runRunbookStep(ofPlace, ['teardown', 'load-balancers'], 'guest');
  await runRunbookStep(ofPlace, ['teardown', 'hub'], 'guest');
  t.deepEqual(await cluster.list('Application', guestNamespace), []);
  t.deepEqual(await cluster.list('Deployment', 'guest-model'), []);
  t.true((await projects()).includes('guests'));
  await cluster.remove('AppProject', 'guests', 'argocd');
});
