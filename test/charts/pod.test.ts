import test from 'ava';
import { helm, render, type Values } from './helm.js';
import { only } from './objects.js';

const amounts = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } };
const container = (edit: object = {}) => ({ name: 'proxy', image: 'proxy:1.2.3', resources: amounts, ...edit });

async function podSpec(values: Values) {
  const spec = only(await render({ quota: { enabled: false }, ...values }), 'Deployment').spec?.template.spec;
  if (!spec) throw new Error('the Deployment has no pods');
  return spec;
}

test('a sidecar runs as Pod Security demands, and stays for as long as the service serves', async (t) => {
  const { containers } = await podSpec({ sidecars: [container()] });
  const [own, sidecar] = containers;
  t.is(sidecar?.name, 'proxy');
  t.deepEqual(sidecar?.securityContext, own?.securityContext);
  t.deepEqual(sidecar?.lifecycle, own?.lifecycle);
});

test('what a sidecar says itself stays, false included', async (t) => {
  const own = { securityContext: { readOnlyRootFilesystem: false }, lifecycle: {}, imagePullPolicy: 'IfNotPresent' };
  const [, sidecar] = (await podSpec({ sidecars: [container(own)] })).containers;
  t.is(sidecar?.securityContext?.readOnlyRootFilesystem, false);
  t.is(sidecar?.securityContext?.runAsNonRoot, true);
  t.is(sidecar?.imagePullPolicy, 'IfNotPresent');
});

test('init containers of the user run before the model is fetched', async (t) => {
  const model = { uri: 's3://my-models/churn.onnx', sha256: 'a'.repeat(64) };
  const { initContainers } = await podSpec({ model, extraInitContainers: [container({ name: 'first' })] });
  t.deepEqual(
    initContainers?.map(({ name }) => name),
    ['first', 'fetch-model'],
  );
});

test('affinity is added to the chart’s own, and may replace it', async (t) => {
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } };
  const { affinity } = await podSpec({ affinity: { nodeAffinity } });
  t.deepEqual(Object.keys(affinity ?? {}).toSorted(), ['nodeAffinity', 'podAntiAffinity']);
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  const other = [{ weight: 1, podAffinityTerm: { topologyKey: 'example.com/row' } }];
  const replaced = await podSpec({ affinity: { podAntiAffinity: { [preferred]: other } } });
  t.deepEqual<unknown, unknown>(replaced.affinity?.podAntiAffinity?.[preferred], other);
});

test('a spread of the user replaces the chart’s, with the pods’ labels where it names none', async (t) => {
  const constraint = { topologyKey: 'example.com/row', maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule' };
  const own = { ...constraint, labelSelector: { matchLabels: { a: 'b' } } };
  const { topologySpreadConstraints } = await podSpec({ topologySpreadConstraints: [constraint, own] });
  t.is(topologySpreadConstraints?.[0]?.labelSelector?.matchLabels?.['app.kubernetes.io/component'], 'api');
  t.deepEqual<unknown, unknown>(topologySpreadConstraints?.[1], own);
});

test('numbers of a probe replace the chart’s one by one', async (t) => {
  const [own] = (await podSpec({ probes: { liveness: { periodSeconds: 25 } } })).containers;
  t.like(own?.livenessProbe, { periodSeconds: 25, timeoutSeconds: 5, failureThreshold: 3 });
  t.like(own?.readinessProbe, { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 });
});

test('volumes, a runtime class and annotations of the account are taken along', async (t) => {
  const values = {
    extraVolumes: [{ name: 'data', emptyDir: {} }],
    extraVolumeMounts: [{ name: 'data', mountPath: '/data' }],
    runtimeClassName: 'sandboxed',
    serviceAccount: { roleArn: '', annotations: { 'example.com/a': 'b' } },
  };
  const spec = await podSpec(values);
  t.is(spec.runtimeClassName, 'sandboxed');
  t.deepEqual(spec.volumes?.at(-1), { name: 'data', emptyDir: {} });
  t.deepEqual(spec.containers[0]?.volumeMounts?.at(-1), { name: 'data', mountPath: '/data' });
  const account = only(await render(values), 'ServiceAccount');
  t.deepEqual(account.metadata?.annotations, { 'example.com/a': 'b' });
});

const quotaOf = (hard: object) => ({ quota: { hard } });

test('the quota has to hold the sidecars, and the largest init container', async (t) => {
  const refused = async (values: Values) => (await helm(['template', 'a', 'charts/ml-inference'], values)).stderr;
  t.regex(
    await refused({ sidecars: [container()], ...quotaOf({ 'requests.memory': '12511Mi' }) }),
    /requests\.memory is 12511Mi, but 23 pods × 544Mi = 12512Mi/,
  );
  const large = { requests: { cpu: '2', memory: '1Mi' }, limits: { cpu: '2', memory: '1Mi' } };
  t.regex(
    await refused({ extraInitContainers: [container({ resources: large })] }),
    /requests\.cpu is 6, but 23 pods × 2000m = 46000m/,
  );
});
