import test from 'ava';
import { cluster, commitAndWait, deployment, live, names, repository, without, workload } from './harness/world.js';

const { name, namespace } = workload;
const owned = () => cluster.ownedBy(names.application);
/** Another one would replace the pods; their number is the autoscaler's. */
const podTemplate = async () => (await deployment()).spec.template;

test.serial('16. KEDA takes the pods over, and a revert gives them back: none is replaced', async (t) => {
  const before = await owned();
  const template = await podTemplate();
  const commit = await commitAndWait('Scale by the queue', {
    'addons.keda': { enabled: true },
    'workloads.ml-inference.replicas.targetQueueDepth': 4,
  });
  const after = await owned();
  t.deepEqual(without(before, after), [`HorizontalPodAutoscaler ${namespace}/${name}`]);
  t.deepEqual(without(after, before), [`ScaledObject ${namespace}/${name}`]);
  t.deepEqual(await podTemplate(), template);
  await live(await repository.revert(commit));
  t.deepEqual(await owned(), before);
  t.deepEqual(await podTemplate(), template);
});
