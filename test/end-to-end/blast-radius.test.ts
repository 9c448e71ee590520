import test from 'ava';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import type { Environment, Workload } from '../../generator/environment/resolve.js';
import { type Application, environmentOf } from '../argocd/rendering.js';
import type { KubernetesObject } from '../charts/objects.js';
import { desiredObjects, objectOf, objectsIn } from './argocd.js';
import { renderedRepository } from './repository.js';

interface Edit {
  readonly title: string;
  /** Values that are merged over prod. */
  readonly edit: object;
  /** Objects that change (`~`), are new (`+`) or go (`-`). All others stay the same, byte for byte. */
  readonly changes: readonly string[];
}

const api = 'ml-inference-api';
const prod = environmentOf('prod');
const [{ quota }] = prod.workloads as readonly [Workload];
const workload = (edit: object) => ({ workloads: { 'ml-inference': edit } });

const edits: readonly Edit[] = [
  { title: 'nothing', edit: {}, changes: [] },
  {
    title: 'the most replicas',
    edit: workload({ replicas: { max: 8 } }),
    // The quota follows.
    changes: [`~ HorizontalPodAutoscaler ${api}`, `~ ResourceQuota ${api}`],
  },
  {
    title: 'the CPU at which pods are added',
    edit: workload({ replicas: { targetCPUUtilization: 60 } }),
    changes: [`~ HorizontalPodAutoscaler ${api}`],
  },
  { title: "the image's tag", edit: workload({ image: { tag: '0.2.0' } }), changes: [`~ Deployment ${api}`] },
  {
    title: "the image's digest",
    edit: workload({ image: { digest: `sha256:${'a'.repeat(64)}` } }),
    changes: [`~ Deployment ${api}`],
  },
  {
    title: 'the quota',
    edit: workload({ quota: { ...quota, limits: { ...quota.limits, memory: '28Gi' } } }),
    changes: [`~ ResourceQuota ${api}`],
  },
  {
    title: "a pod's memory",
    edit: workload({ resources: { limits: { memory: '1000Mi' } } }),
    // The threshold of an alert follows from the limit, and so does the quota.
    changes: [`~ Deployment ${api}`, `~ LimitRange ${api}`, `~ PrometheusRule ${api}`, `~ ResourceQuota ${api}`],
  },
  {
    title: 'the log level',
    edit: workload({ config: { LOG_LEVEL: 'debug' } }),
    changes: [`~ ConfigMap ${api}-config`, `~ Deployment ${api}`],
  },
  {
    title: 'one secret more',
    edit: workload({ secrets: [{ name: 'api-keys', variable: 'API_KEYS' }] }),
    changes: [`~ Deployment ${api}`, `~ ExternalSecret ${api}`],
  },
  {
    title: 'who may connect',
    edit: workload({ exposure: { loadBalancer: { sourceCidrs: ['203.0.113.0/24'] } } }),
    changes: ['~ Service ml-inference-lb'],
  },
  {
    title: 'the objective of availability',
    edit: workload({ objectives: { availability: 99.95 } }),
    changes: [`~ PrometheusRule ${api}`],
  },
  {
    title: "the cluster's version",
    edit: { cluster: { version: '1.36' } },
    changes: ['~ Application ml-inference-prod-cluster-autoscaler'],
  },
  {
    title: "an add-on's version",
    edit: { addons: { 'metrics-server': { version: '3.13.2' } } },
    changes: ['~ Application ml-inference-prod-metrics-server'],
  },
  {
    title: 'an add-on off',
    edit: { addons: { 'metrics-server': { enabled: false } } },
    changes: ['- AppProject ml-inference-prod-metrics-server', '- Application ml-inference-prod-metrics-server'],
  },
  {
    title: 'the revision that Argo CD follows',
    edit: { gitops: { targetRevision: 'refs/tags/v1' } },
    changes: [
      '~ Application ml-inference-prod',
      '~ Application ml-inference-prod-external-secrets-objects',
      '~ Application ml-inference-prod-root',
      // Its link to the page about alerts contains the revision.
      `~ PrometheusRule ${api}`,
    ],
  },
  {
    title: 'a sync window',
    edit: { gitops: { syncWindows: [{ kind: 'deny', schedule: '0 22 * * 5', duration: '60h' }] } },
    changes: [
      '~ AppProject ml-inference-prod',
      '~ AppProject ml-inference-prod-argo-cd',
      '~ AppProject ml-inference-prod-aws-load-balancer-controller',
      '~ AppProject ml-inference-prod-cluster-autoscaler',
      '~ AppProject ml-inference-prod-external-secrets',
      '~ AppProject ml-inference-prod-kube-prometheus-stack',
      '~ AppProject ml-inference-prod-metrics-server',
      '~ AppProject ml-inference-prod-root',
    ],
  },
  {
    title: 'whom to tell',
    edit: { gitops: { notifications: [{ trigger: 'on-sync-failed', service: 'slack', recipient: '#ml' }] } },
    changes: ['~ Application ml-inference-prod', '~ Application ml-inference-prod-argo-cd'],
  },
  {
    title: 'an ingress',
    edit: workload({
      exposure: {
        ingress: {
          enabled: true,
          certificateArn: 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0f0e0d0c-1111-2222-3333-444455556666',
        },
      },
    }),
    changes: [`+ Ingress ${api}`],
  },
  {
    title: 'no load balancer',
    edit: workload({ exposure: { loadBalancer: { enabled: false } } }),
    changes: [
      '~ Application ml-inference-prod',
      `~ Deployment ${api}`,
      `~ NetworkPolicy ${api}`,
      '- Service ml-inference-lb',
    ],
  },
];

const before = everyObject(prod);

const two = environmentOf('prod', { workloads: { fraud: {} } });

/** With a second workload: what an edit of one of them changes, and what it costs to add one and to remove it. */
const neighbours: readonly (Edit & { readonly from: Environment })[] = [
  {
    title: 'an edit of the second workload',
    from: two,
    edit: { workloads: { fraud: { config: { LOG_LEVEL: 'debug' }, replicas: { max: 12 } } } },
    changes: [
      '~ ConfigMap fraud-api-config',
      '~ Deployment fraud-api',
      '~ HorizontalPodAutoscaler fraud-api',
      '~ ResourceQuota fraud-api',
    ],
  },
  {
    title: 'an edit of the first workload',
    from: two,
    edit: { workloads: { fraud: {}, 'ml-inference': { image: { tag: '0.2.0' } } } },
    changes: [`~ Deployment ${api}`],
  },
];

for (const { title, from, edit, changes } of neighbours) {
  test(`what changes in the cluster with ${title}`, async (t) => {
    const after = await everyObject(environmentOf('prod', edit));
    t.deepEqual(changesBetween(await everyObject(from), after), [...changes].sort(byObject));
  });
}

test('a workload that comes, or goes, changes nothing of its neighbour', async (t) => {
  const changes = changesBetween(await before, await everyObject(two));
  t.true(changes.length > 10);
  for (const change of changes) t.regex(change, /^\+ [A-Za-z]+ fraud-/);
});

for (const { title, edit, changes } of edits) {
  test(`what changes in the cluster with ${title}`, async (t) => {
    t.deepEqual(
      changesBetween(await before, await everyObject(environmentOf('prod', edit))),
      [...changes].sort(byObject),
    );
  });
}

/** Renders all objects of an environment that come from this repository, by kind and name. */
async function everyObject(environment: Environment): Promise<ReadonlyMap<string, string>> {
  const { folder, remove } = await renderedRepository(environment);
  try {
    const root = await objectsIn(`${folder}/${namesOf(environment).paths.argocd}`);
    const applications = environment.workloads.map((workload) =>
      objectOf<Application>(root, 'Application', workloadNames(environment, workload).application),
    );
    const workloads = await Promise.all(applications.map((one) => desiredObjects(folder, one, '1.35.0')));
    return new Map([...root, ...workloads.flat()].map((object) => [keyOf(object), JSON.stringify(object)]));
  } finally {
    await remove();
  }
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}

function changesBetween(old: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const sign = (key: string) => (!old.has(key) ? '+' : !now.has(key) ? '-' : '~');
  return keys
    .filter((key) => old.get(key) !== now.get(key))
    .map((key) => `${sign(key)} ${key}`)
    .sort(byObject);
}

/** Compares changes by kind and name, without their sign. */
function byObject(left: string, right: string): number {
  return left.slice(2) < right.slice(2) ? -1 : 1;
}
