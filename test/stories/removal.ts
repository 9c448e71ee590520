import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import {
  application,
  cluster,
  commitAndWait,
  isCalm,
  live,
  names,
  repository,
  without,
  workload,
} from './harness/world.js';

const { name, namespace } = workload;
const owned = () => cluster.ownedBy(names.application);

test.serial('4. Without the ingress the Ingress goes, and nothing else', async (t) => {
  const before = await owned();
  await commitAndWait('Take the ingress away', { 'workloads.ml-inference.exposure': undefined });
  t.deepEqual(without(before, await owned()), [`Ingress ${namespace}/${name}`]);
  t.deepEqual(without(await owned(), before), []);
});

test.serial('4. Without secrets the ExternalSecret goes; 6. a revert brings it back, and it stays', async (t) => {
  const before = await owned();
  const commit = await commitAndWait('Read no secrets', { 'workloads.ml-inference.secrets': [] });
  t.deepEqual(without(before, await owned()), [`ExternalSecret ${namespace}/${name}`]);
  await live(await repository.revert(commit));
  t.deepEqual(await owned(), before);
  await sleep(5000);
  t.deepEqual(await owned(), before);
  t.true(isCalm(await application(names.application)));
});
