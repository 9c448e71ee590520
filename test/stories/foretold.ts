import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import type { Change } from '../../generator/foretell/change.js';
import type { KubernetesObject } from './harness/cluster.js';
import { until } from './harness/until.js';
import { cluster, commitAndWait, deployment, type Edits, foretellDev, names, pods, workload } from './harness/world.js';

const rounds = 4;
const certificateArn = 'arn:aws:acm:ap-southeast-2:777788889999:certificate/0f0e0d0c-1111-2222-3333-444455556666';
const ingress = { enabled: true, host: 'api.example.com', certificateArn };

/** What edits may say: undefined leaves it to the defaults. */
const choices: Readonly<Record<string, readonly unknown[]>> = {
  'replicas.max': [3, 4, 5],
  'replicas.targetCPUUtilization': [undefined, 55, 85],
  'config.LOG_LEVEL': ['debug', 'info', 'warn', 'error'],
  'resources.requests.cpu': [undefined, '150m', '200m'],
  'objectives.latencySeconds': [undefined, 0.1, 0.5],
  'pod.terminationGracePeriodSeconds': [undefined, 200],
  'exposure.ingress': [undefined, ingress],
  'exposure.loadBalancer.enabled': [undefined, false],
  secrets: [undefined, []],
};

/** Up to four edits of different fields. */
const randomEdits: fc.Arbitrary<Edits> = fc
  .uniqueArray(
    fc
      .constantFrom(...Object.keys(choices))
      .chain((field) => fc.constantFrom(...(choices[field] ?? [])).map((value) => [field, value] as const)),
    { minLength: 1, maxLength: 4, selector: ([field]) => field },
  )
  .map((fields) => Object.fromEntries(fields.map(([field, value]) => [`workloads.${workload.key}.${field}`, value])));

interface Seen {
  readonly objects: ReadonlyMap<string, unknown>;
  readonly pods: readonly string[];
}

/** The workload's objects as far as they are wished for, and its pods, once it is at rest. */
async function look(): Promise<Seen> {
  await until('the workload is at rest', async () => {
    const { metadata, spec, status } = await deployment();
    return (
      status.observedGeneration === metadata.generation &&
      status.updatedReplicas === spec.replicas &&
      status.replicas === spec.replicas &&
      status.availableReplicas === spec.replicas
    );
  });
  const objects = [...(await cluster.objectsOf(names.application))].map(([name, object]): [string, unknown] => [
    name,
    wished(object),
  ]);
  return { objects: new Map(objects), pods: (await pods()).map(({ metadata }) => metadata.uid ?? '') };
}

/** Who writes the rest: the API server, controllers, Argo CD. */
const ofOthers = /^(argocd\.argoproj\.io|deployment\.kubernetes\.io|kubectl\.kubernetes\.io)\//;

/** An object without what others write, and without labels that say by which chart it was written. */
function wished({ apiVersion, kind, metadata, ...rest }: KubernetesObject): unknown {
  const { status: _, ...content } = rest as Readonly<Record<string, unknown>>;
  const own = (all: Readonly<Record<string, string>> = {}, left: RegExp): object =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !left.test(key)));
  const { spec } = content as { spec?: Readonly<Record<string, unknown>> };
  // How many pods there are is the autoscaler's.
  const { replicas: __, ...bare } = spec ?? {};
  return {
    apiVersion,
    ...content,
    ...(kind === 'Deployment' && { spec: bare }),
    labels: own(metadata.labels, /^(helm\.sh\/chart|app\.kubernetes\.io\/version)$/),
    annotations: own(metadata.annotations, ofOthers),
  };
}

/** What happened between two looks, in the words of `diff`. */
function happened(before: Seen, after: Seen) {
  const [were, are] = [before.objects, after.objects];
  const old = new Set(before.pods);
  return {
    created: [...are.keys()].filter((name) => !were.has(name)),
    destroyed: [...were.keys()].filter((name) => !are.has(name)),
    changed: [...are.keys()].filter((name) => were.has(name) && !isDeepStrictEqual(were.get(name), are.get(name))),
    arePodsReplaced: !after.pods.some((uid) => old.has(uid)),
  };
}

/** The same, as it was foretold. A load balancer in AWS is a Service here. */
function foretold(changes: readonly Change[]): ReturnType<typeof happened> {
  const own = changes.filter(
    ({ object }) => object.includes(` ${workload.namespace}/`) && !object.startsWith('LoadBalancer'),
  );
  const namesOf = (some: readonly Change[]) => [...new Set(some.map(({ object }) => object))].sort();
  const whole = (consequence: Change['consequence']) =>
    namesOf(own.filter((change) => change.field === '' && change.consequence === consequence));
  return {
    created: whole('created'),
    destroyed: whole('destroyed'),
    changed: namesOf(own.filter(({ field }) => field !== '')),
    arePodsReplaced: own.some(({ consequence }) => consequence === 'restarts'),
  };
}

test.serial('17. What diff foretells is what the API server then shows, over random edits', async (t) => {
  const seed = Number(process.env['STORIES_SEED'] ?? 1);
  t.log(`STORIES_SEED=${seed}`);
  for (const edits of fc.sample(randomEdits, { seed, numRuns: rounds })) {
    const said = foretold(await foretellDev(edits));
    const before = await look();
    await commitAndWait(`Edit ${Object.keys(edits).length} fields`, edits);
    t.deepEqual(happened(before, await look()), said, JSON.stringify(edits));
  }
});
