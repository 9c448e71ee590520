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
  type Pod,
  pods,
  without,
  workload,
  workloadOf,
} from './harness/world.js';

const certificateArn = 'arn:aws:acm:ap-southeast-2:777788889999:certificate/0f0e0d0c-1111-2222-3333-444455556666';
const ingress = { enabled: true, group: 'public', host: 'api.example.com', certificateArn };

test('11. A second workload comes up in a namespace of its own, and the first one is left alone', async (t) => {
  await until('the first one is at rest', async () => {
    const { spec, status } = await deployment();
    return status.replicas === spec.replicas && status.availableReplicas === spec.replicas;
  });
  const before = await firstOne();
  await commitAndWait('Find fraud', { 'workloads.fraud': { replicas: { max: 2 } } });
  const fraud = workloadOf('fraud');
  t.deepEqual(kindsOf(await cluster.ownedBy(fraud.names.application)), kindsOf(before.objects));
  t.deepEqual([...new Set((await pods(fraud.workload)).map(({ status }) => status.phase))], ['Running']);
  t.deepEqual(await firstOne(), before);
});

test('12. Two workloads share a load balancer: their Ingresses name one group, the longer path first', async (t) => {
  const before = await cluster.ownedBy(names.application);
  await commitAndWait('Share a load balancer', {
    'workloads.ml-inference.exposure.ingress': ingress,
    'workloads.fraud.exposure.ingress': { ...ingress, path: '/fraud' },
  });
  const fraud = workloadOf('fraud');
  const found = await cluster.list<Ingress>('Ingress');
  t.deepEqual(found.map(routeOf).sort(byOrder), [
    {
      group: 'public',
      order: 994,
      host: 'api.example.com',
      path: '/fraud',
      backend: `fraud/${fraud.names.service}`,
    },
    { group: 'public', order: 999, host: 'api.example.com', path: '/', backend: `${namespace}/${names.service}` },
  ]);
  t.deepEqual(without(await cluster.ownedBy(names.application), before), [`Ingress ${namespace}/${workload.name}`]);
});

test('11. An edit to one workload touches no object and no pod of the other', async (t) => {
  const before = await firstOne();
  const fraud = workloadOf('fraud').workload;
  const old = new Set((await pods(fraud)).map(({ metadata }) => metadata.uid));
  await commitAndWait('Log what fraud does', { 'workloads.fraud.config': { LOG_LEVEL: 'warn' } });
  t.false((await pods(fraud)).some(({ metadata }) => old.has(metadata.uid)));
  t.deepEqual(await firstOne(), before);
});

test('11. A workload that is taken away goes whole, and the other stays as it is', async (t) => {
  const before = await firstOne();
  const fraud = workloadOf('fraud');
  await commitAndWait('Find no fraud', { 'workloads.fraud': undefined });
  await isGone(fraud.names.application);
  t.deepEqual(await left(fraud.workload.namespace), []);
  t.deepEqual(await firstOne(), before);
  // The load balancer is shared no more.
  await commitAndWait('Take the ingress away', { 'workloads.ml-inference.exposure': undefined });
  t.deepEqual(await cluster.list('Ingress'), []);
});

/** What nobody else's edit may change: its objects, and its Deployment and pods in the version that they have. */
async function firstOne() {
  const running = await pods();
  return {
    objects: await cluster.ownedBy(names.application),
    uids: [...(await cluster.identities())].filter(([name]) => name.includes(` ${namespace}/`)).sort(),
    deployment: versionOf(await deployment()),
    pods: running.map(versionOf).sort(),
  };
}

const versionOf = ({ metadata }: KubernetesObject): string =>
  `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`;

const kindsOf = (objects: readonly string[]): string[] => objects.map((name) => name.split(' ')[0] ?? '').sort();

/** What still is in a namespace; Kubernetes itself puts a few objects into each. */
async function left(place: string): Promise<string[]> {
  const all = await Promise.all(
    ['Pod', 'ReplicaSet', 'Deployment', 'Service', 'ConfigMap', 'Secret', 'ServiceAccount', 'Ingress'].map((kind) =>
      cluster.list<Pod>(kind, place),
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

/** As the load balancer controller sorts the rules of a group. */
const byOrder = (one: { order: number }, other: { order: number }): number => one.order - other.order;
