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
const certificateArn = 'arn:aws:acm:ap-southeast-2:777788889999:certificate/0f0e0d0c-1111-2222-3333-444455556666';

test('4. Without the ingress the Ingress goes, and nothing else', async (t) => {
  const before = await owned();
  await commitAndWait('Add an ingress', {
    'workloads.ml-inference.exposure.ingress': { enabled: true, certificateArn },
  });
  t.deepEqual(without(await owned(), before), [`Ingress ${namespace}/${name}`]);
  await commitAndWait('Take the ingress away', { 'workloads.ml-inference.exposure.ingress': { enabled: false } });
  t.deepEqual(await owned(), before);
});

test('4. Without secrets the ExternalSecret goes; 6. a revert brings it back, and it stays', async (t) => {
  const before = await owned();
  const commit = await commitAndWait('Read no secrets', { 'workloads.ml-inference.secrets': [] });
  t.deepEqual(without(before, await owned()), [`ExternalSecret ${namespace}/${name}`]);
  await live(await repository.revert(commit));
  t.deepEqual(await owned(), before);
  await sleep(5000);
  t.deepEqual(await owned(), before);
  t.true(isCalm(await application(names.application)));
});
