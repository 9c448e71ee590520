import test from 'ava';
import { render, type Values } from './helm.js';
import { containersOf, only, podsOf } from './objects.js';

const model = { uri: 's3://my-models/churn.onnx', sha256: 'a'.repeat(64) };

async function deployment(values: Values = {}) {
  const { metadata, spec } = only(await render(values), 'Deployment');
  const pod = spec?.template.spec;
  const container = pod?.containers[0];
  if (!metadata || !spec || !pod || !container) throw new Error('the Deployment has no container');
  return { metadata, spec, pod, container };
}

const everyPod = podsOf(await render({ model }));

for (const { owner, spec } of everyPod) {
  const whose = `the pod of ${owner.kind}/${owner.metadata.name}`;

  test(`${whose} runs as 10001, never as root, and its files belong to that group`, (t) => {
    t.like(spec.securityContext, {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: 'OnRootMismatch',
    });
  });
  test(`${whose} has the runtime's seccomp profile`, (t) => {
    t.deepEqual(spec.securityContext?.seccompProfile, { type: 'RuntimeDefault' });
  });
  test(`${whose} mounts no token for the Kubernetes API`, (t) => t.is(spec.automountServiceAccountToken, false));
  test(`${whose} gets no environment variables for every Service`, (t) => t.is(spec.enableServiceLinks, false));
  test(`${whose} shares neither namespaces nor files with its node`, (t) => {
    t.deepEqual([spec.hostNetwork, spec.hostPID, spec.hostIPC], [undefined, undefined, undefined]);
    t.false(spec.volumes?.some(({ hostPath }) => hostPath) ?? false);
  });

  for (const { name, securityContext, resources, image, imagePullPolicy } of containersOf(spec)) {
    const which = `container ${name} of ${whose}`;
    test(`${which} can't gain privileges`, (t) => {
      t.like(securityContext, { allowPrivilegeEscalation: false, privileged: false, runAsNonRoot: true });
    });
    test(`${which} has no capability`, (t) => t.deepEqual(securityContext?.capabilities, { drop: ['ALL'] }));
    test(`${which} can't write to its root`, (t) => t.true(securityContext?.readOnlyRootFilesystem));
    test(`${which} states requests and limits`, (t) => {
      const amounts = ['cpu', 'ephemeral-storage', 'memory'];
      t.deepEqual(Object.keys(resources?.requests ?? {}).toSorted(), amounts);
      t.deepEqual(Object.keys(resources?.limits ?? {}).toSorted(), amounts);
    });
    test(`${which} runs a pinned image that the registry is asked for`, (t) => {
      t.regex(image ?? '', /:0\.1\.0$/);
      t.is(imagePullPolicy, 'Always');
    });
  }
}

test('/tmp is the only place to write, and has a size', async (t) => {
  const { pod, container } = await deployment({ secrets: { variables: [] } });
  t.deepEqual(pod.volumes, [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }]);
  t.deepEqual(container.volumeMounts, [{ name: 'tmp', mountPath: '/tmp' }]);
});

test('startup, liveness and readiness are three different questions', async (t) => {
  const { startupProbe, livenessProbe, readinessProbe } = (await deployment()).container;
  t.like(startupProbe, { httpGet: { path: '/livez', port: 'http' }, periodSeconds: 2, failureThreshold: 60 });
  t.like(livenessProbe, { httpGet: { path: '/livez', port: 'http' }, periodSeconds: 10, failureThreshold: 3 });
  t.like(readinessProbe, { httpGet: { path: '/readyz', port: 'http' }, periodSeconds: 5, failureThreshold: 2 });
});

test('a large model may take its time to start', async (t) => {
  t.is((await deployment({ startupSeconds: 301 })).container.startupProbe?.failureThreshold, 151);
});

test('the autoscaler alone decides the number of pods', async (t) => {
  t.is((await deployment()).spec.replicas, undefined);
  t.is((await deployment({ autoscaling: { enabled: false }, replicaCount: 3 })).spec.replicas, 3);
});

test('a rollout adds a quarter before it takes anything away', async (t) => {
  t.deepEqual((await deployment()).spec.strategy, {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 },
  });
});

for (const [where, values, sleep, grace] of [
  ['behind the network load balancer', {}, 140, 180],
  ['inside the cluster only', { loadBalancer: { enabled: false } }, 15, 55],
  ['with a sleep of its own', { termination: { preStopSleepSeconds: 200 } }, 200, 240],
  ['with a grace of its own', { termination: { gracePeriodSeconds: 300 } }, 140, 300],
] as const) {
  test(`${where} a pod sleeps ${sleep} seconds before it stops, of ${grace}`, async (t) => {
    const { pod, container } = await deployment(values);
    t.deepEqual(container.lifecycle?.preStop as unknown, { sleep: { seconds: sleep } });
    t.is(pod.terminationGracePeriodSeconds, grace);
  });
}

test('pods keep apart: other nodes, other zones, each rollout by itself', async (t) => {
  const { affinity, topologySpreadConstraints } = (await deployment()).pod;
  const [preferred] = affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  t.is(preferred?.podAffinityTerm.topologyKey, 'kubernetes.io/hostname');
  t.deepEqual(
    topologySpreadConstraints?.map(({ topologyKey, matchLabelKeys }) => [topologyKey, matchLabelKeys]),
    [
      ['topology.kubernetes.io/zone', ['pod-template-hash']],
      ['kubernetes.io/hostname', ['pod-template-hash']],
    ],
  );
});

test('the image is named by its digest when there is one', async (t) => {
  const digest = `sha256:${'b'.repeat(64)}`;
  const { container, metadata } = await deployment({ image: { repository: 'r.example.com/s', tag: '1.2', digest } });
  t.is(container.image, `r.example.com/s@${digest}`);
  t.is(metadata.labels?.['app.kubernetes.io/version'], '1.2');
  t.is(metadata.annotations, undefined, 'nothing to excuse');
});

for (const [tag, version] of [
  ['_x', 'x'],
  ['1.0-', '1.0'],
  [`${'v'.repeat(62)}-rc1`, 'v'.repeat(62)],
] as const) {
  test(`the tag ${tag} makes a valid version label`, async (t) => {
    t.is((await deployment({ image: { tag } })).metadata.labels?.['app.kubernetes.io/version'], version);
  });
}

const templateOf = async (values: Values) => (await deployment(values)).spec.template;

test('another configuration replaces the pods, the same one does not', async (t) => {
  const before = await templateOf({ config: { LOG_LEVEL: 'info' } });
  t.deepEqual(await templateOf({ config: { LOG_LEVEL: 'info' } }), before);
  t.notDeepEqual(await templateOf({ config: { LOG_LEVEL: 'debug' } }), before);
});

test('further settings of a pod reach it', async (t) => {
  const { pod, container, spec } = await deployment({
    image: { pullSecrets: [{ name: 'registry' }] },
    nodeSelector: { 'kubernetes.io/arch': 'arm64' },
    tolerations: [{ key: 'inference', operator: 'Exists' }],
    priorityClassName: 'high',
    podAnnotations: { 'example.com/a': 'b' },
    podLabels: { team: 'inference' },
    extraEnv: [{ name: 'TZ', value: 'UTC' }],
  });
  t.deepEqual(pod.imagePullSecrets, [{ name: 'registry' }]);
  t.deepEqual(pod.nodeSelector, { 'kubernetes.io/arch': 'arm64' });
  t.deepEqual(pod.tolerations, [{ key: 'inference', operator: 'Exists' }]);
  t.is(pod.priorityClassName, 'high');
  t.is(spec.template.metadata?.annotations?.['example.com/a'], 'b');
  t.is(spec.template.metadata?.labels?.['team'], 'inference');
  t.deepEqual(container.env?.at(-1), { name: 'TZ', value: 'UTC' });
});

test('no PriorityClass is asked for that the cluster may not have', async (t) => {
  t.is((await deployment()).pod.priorityClassName, undefined);
});
