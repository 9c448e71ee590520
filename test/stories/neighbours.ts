import test from 'ava';
import type { KubernetesObject } from './harness/cluster.js';
import { isGone } from './harness/gone.js';
import { until } from './harness/until.js';
import {
  cluster,
  commitAndWait,
  deployment,
  names,
  namespace,
  pods,
  without,
  workload,
  workloadOf,
} from './harness/world.js';

const certificateArn = 'arn:aws:acm:ap-southeast-2:777788889999:certificate/0f0e0d0c-1111-2222-3333-444455556666';
const ingress = { enabled: true, group: 'public', host: 'api.example.com', certificateArn };
const first = { workload, names };

test.serial('11. A second workload comes up in a namespace of its own, and the first one is left alone', async (t) => {
  const before = await stateOf(first);
  const exposure = { ingress: { ...ingress, path: '/fraud' } };
  await commitAndWait('Find fraud', { 'workloads.fraud': { replicas: { max: 2 }, exposure } });
  const fraud = workloadOf('fraud');
  const made = kindsOf(await cluster.ownedBy(fraud.names.application));
  t.deepEqual(made, [...kindsOf(await cluster.ownedBy(names.application)), 'Ingress'].sort());
  const running = await pods(fraud.workload);
  t.deepEqual([running.length, ...new Set(running.map(({ status }) => status.phase))], [2, 'Running']);
  t.deepEqual(await stateOf(first), before);
});

test.serial(
  '11. An edit replaces the pods of one workload, and touches no object and no pod of the other',
  async (t) => {
    const fraud = workloadOf('fraud');
    const before = await stateOf(fraud);
    const objects = await cluster.ownedBy(names.application);
    const old = new Set((await pods()).map(({ metadata }) => metadata.uid));
    await commitAndWait('Share the load balancer', {
      'workloads.ml-inference.exposure.ingress': ingress,
      'workloads.ml-inference.config.LOG_LEVEL': 'error',
    });
    t.deepEqual(without(await cluster.ownedBy(names.application), objects), [`Ingress ${namespace}/${workload.name}`]);
    t.false((await pods()).some(({ metadata }) => old.has(metadata.uid)));
    t.deepEqual(await stateOf(fraud), before);
  },
);

test.serial('12. Their Ingresses name one load balancer, the longer path first', async (t) => {
  const found = (await cluster.list<Ingress>('Ingress')).map(routeOf);
  // As the load balancer controller sorts the rules of a group.
  found.sort((one, other) => one.order - other.order);
  const { names: fraud } = workloadOf('fraud');
  const shared = { group: 'public', host: 'api.example.com' };
  t.deepEqual(found, [
    { ...shared, order: 994, path: '/fraud', backend: `fraud/${fraud.service}` },
    { ...shared, order: 999, path: '/', backend: `${namespace}/${names.service}` },
  ]);
});

test.serial('11. A workload that is taken away goes whole, and the other stays as it is', async (t) => {
  const before = await stateOf(first);
  const fraud = workloadOf('fraud');
  await commitAndWait('Find no fraud', { 'workloads.fraud': undefined });
  await isGone(fraud.names.application);
  await until('what its objects had made is gone', async () => (await left(fraud.workload.namespace)).length === 0);
  t.deepEqual(await stateOf(first), before);
  // Argo CD deletes no namespace that it made for an Application.
  t.is((await cluster.read('Namespace', fraud.workload.namespace)).metadata.deletionTimestamp, undefined);
});

/**
 * What nobody else's edit may change: its objects, the generation of its Deployment's spec, and its pods. Versions of
 * objects don't count: controllers write a status when they like.
 */
async function stateOf({ workload, names }: typeof first) {
  await until(`${workload.key} is at rest`, async () => {
    const { spec, status } = await deployment(workload);
    return status.replicas === spec.replicas && status.availableReplicas === spec.replicas;
  });
  const uids = await cluster.identities();
  return {
    objects: (await cluster.ownedBy(names.application)).map((name) => `${name} ${uids.get(name)}`),
    generation: (await deployment(workload)).metadata.generation,
    pods: (await pods(workload)).map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort(),
  };
}

const kindsOf = (objects: readonly string[]): string[] => objects.map((name) => name.split(' ')[0] ?? '').sort();

/** What still is in a namespace; Kubernetes itself puts a few objects into each. */
async function left(place: string): Promise<string[]> {
  const all = await Promise.all(
    ['Pod', 'ReplicaSet', 'Deployment', 'Service', 'ConfigMap', 'Secret', 'ServiceAccount', 'Ingress'].map((kind) =>
      cluster.list(kind, place),
    ),
  );
  return all
    .flat()
    .map(({ metadata }) => metadata.name)
    .filter((name) => !['kube-root-ca.crt', 'default'].includes(name));
}

type Ingress = KubernetesObject & {
  readonly spec: {
    readonly rules: readonly {
      readonly host: string;
      readonly http: {
        readonly paths: readonly {
          readonly path: string;
          readonly backend: { readonly service: { readonly name: string } };
        }[];
      };
    }[];
  };
};

function routeOf({ metadata, spec }: Ingress) {
  const annotation = (name: string) => metadata.annotations?.[`alb.ingress.kubernetes.io/${name}`];
  const [rule] = spec.rules;
  const [route] = rule?.http.paths ?? [];
  return {
    group: annotation('group.name'),
    order: Number(annotation('group.order')),
    host: rule?.host,
    path: route?.path,
    backend: `${metadata.namespace}/${route?.backend.service.name}`,
  };
}
