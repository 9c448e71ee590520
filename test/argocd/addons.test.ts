import test from 'ava';
import { parse } from 'yaml';
import { argocdFiles, shippedAddOns, shippedIdentities } from '../helpers/add-ons.js';
import { addOnCharts } from './addon-charts.js';
import {
  type Application,
  applicationsOf,
  environmentOf,
  type GroupKind,
  lint,
  named,
  projectsOf,
  renderedArgoCD,
} from './rendering.js';

const everything = environmentOf('prod', { addons: { karpenter: { enabled: true }, keda: { enabled: true } } });
const rendered = renderedArgoCD(everything);
const applications = applicationsOf(rendered);
const applicationOf = (key: string) => named(applications, `ml-inference-prod-${key}`);
const projectOf = (key: string) => named(projectsOf(rendered), `ml-inference-prod-${key}`);
const valuesOf = (key: string) => applicationOf(key).spec.source.helm?.valuesObject as Values;

type Values = Readonly<Record<string, never>>;

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], value);

const addOnKeys = [...shippedAddOns.folders.keys()];

test('the environment knows every add-on that ships', (t) => {
  t.deepEqual(Object.keys(everything.addons).sort(), [...addOnKeys].sort());
});

for (const key of addOnKeys) {
  test(`${key}: its project admits exactly what the pinned chart and its objects make`, (t) => {
    const chart = addOnCharts[key];
    const { source, destination } = applicationOf(key).spec;
    t.deepEqual([source.repoURL, source.chart, source.targetRevision], [chart?.repoURL, chart?.chart, chart?.version]);
    const project = projectOf(key).spec;
    const objects = rendered.manifests
      .filter(({ path }) => path === `rendered/prod/argocd/${key}/objects.yaml`)
      .flatMap((manifest) => manifest.objects)
      .filter((object) => object !== null) as { apiVersion: string; kind: string }[];
    const ofObjects = objects.map(({ apiVersion, kind }) => `${apiVersion.split('/')[0]}/${kind}`);
    const preexisting = ['kube-system', 'argocd'].includes(destination.namespace);
    const ofNamespace = preexisting ? [] : ['/Namespace'];
    t.deepEqual(
      kinds(project.clusterResourceWhitelist),
      [...(chart?.clusterKinds ?? []), ...(chart?.ofValues?.cluster ?? []), ...ofObjects, ...ofNamespace].sort(),
    );
    t.deepEqual(
      kinds(project.namespaceResourceWhitelist),
      [...(chart?.namespacedKinds ?? []), ...(chart?.ofValues?.namespaced ?? [])].sort(),
    );
    t.deepEqual(project.destinations.map(({ namespace }) => namespace).sort(), [...(chart?.namespaces ?? [])].sort());
  });
}

const kinds = (list: readonly GroupKind[]) => list.map(({ group, kind }) => `${group}/${kind}`).sort();

/** Where the charts of add-ons with a role take the name and the annotations of their ServiceAccount. */
const serviceAccounts: Readonly<Record<string, string>> = {
  'aws-load-balancer-controller': 'serviceAccount',
  'cluster-autoscaler': 'rbac.serviceAccount',
  'external-secrets': 'serviceAccount',
  karpenter: 'serviceAccount',
  'kube-prometheus-stack': 'alertmanager.serviceAccount',
};

test('it is known of every add-on with a role where its chart takes the ServiceAccount', (t) => {
  t.deepEqual(Object.keys(serviceAccounts).sort(), [...shippedIdentities.keys()].sort());
});

for (const [key, { namespace, serviceAccount }] of shippedIdentities) {
  test(`${key}: runs as the ServiceAccount of its identity.yaml`, (t) => {
    t.is(applicationOf(key).spec.destination.namespace, namespace);
    t.deepEqual(at(valuesOf(key), serviceAccounts[key] ?? ''), {
      name: serviceAccount,
      annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::111122223333:role/ml-inference-prod-cluster-${key}` },
    });
  });
}

const wired: readonly [key: string, path: string, value: unknown][] = [
  ['aws-load-balancer-controller', 'clusterName', 'ml-inference-prod-cluster'],
  ['aws-load-balancer-controller', 'region', 'ap-southeast-2'],
  ['aws-load-balancer-controller', 'vpcTags', { Name: 'ml-inference-prod-cluster' }],
  ['aws-load-balancer-controller', 'enableServiceMutatorWebhook', false],
  ['cluster-autoscaler', 'autoDiscovery.clusterName', 'ml-inference-prod-cluster'],
  ['cluster-autoscaler', 'awsRegion', 'ap-southeast-2'],
  ['cluster-autoscaler', 'image.tag', 'v1.35.2'],
  ['karpenter', 'settings.clusterName', 'ml-inference-prod-cluster'],
  ['karpenter', 'settings.interruptionQueue', 'ml-inference-prod-cluster-karpenter'],
  ['kube-prometheus-stack', 'prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues', false],
  ['kube-prometheus-stack', 'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues', false],
  ['kube-prometheus-stack', 'extraManifests.storageClass.parameters', { type: 'gp3', encrypted: 'true' }],
  [
    'kube-prometheus-stack',
    'prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec.storageClassName',
    'encrypted-gp3',
  ],
  ['kube-prometheus-stack', 'grafana.sidecar.dashboards.label', 'grafana_dashboard'],
  ['kube-prometheus-stack', 'grafana.sidecar.dashboards.searchNamespace', 'ALL'],
];

for (const [key, path, value] of wired) {
  test(`${key}: ${path} is this environment's`, (t) => {
    t.deepEqual(at(valuesOf(key), path), value);
  });
}

test('Argo CD judges the health of Applications, without which waves between them do not wait', (t) => {
  const { cm } = at(valuesOf('argo-cd'), 'configs') as { cm: Record<string, string> };
  const health = cm['resource.customizations.health.argoproj.io_Application'] ?? '';
  t.regex(health, /obj\.status\.health\.status/);
  t.regex(health, /Progressing/);
});

test('Helm installs Argo CD with the values that it then manages itself with', (t) => {
  t.deepEqual(
    rendered.bootstrap.map(({ path }) => path),
    ['rendered/prod/bootstrap/argo-cd-values.yaml'],
  );
  t.deepEqual(parse(String(rendered.bootstrap[0]?.content), { version: '1.1' }), valuesOf('argo-cd'));
});

test("Argo CD is of a release after its advisory of 2026-11-11, which the chart's own is not", (t) => {
  const tag = String(at(valuesOf('argo-cd'), 'global.image.tag'));
  const [major = 0, minor = 0, patch = 0] = tag.slice(1).split('.').map(Number);
  const firstGood: Readonly<Record<number, number>> = { 3: 15, 4: 10, 5: 4 };
  t.true(major > 3 || minor > 5 || patch >= (firstGood[minor] ?? Number.POSITIVE_INFINITY), tag);
});

test('Parameter Store has a store of its own where something is read from it', (t) => {
  const secrets = [{ parameter: '/team/feed/url', variable: 'FEED_URL' }];
  const { manifests } = renderedArgoCD(environmentOf('prod', { workloads: { 'ml-inference': { secrets } } }));
  const { objects } = manifests.find(({ path }) => path.endsWith('external-secrets/objects.yaml')) ?? {};
  t.like(objects?.[1], {
    metadata: { name: 'aws-parameter-store' },
    spec: {
      conditions: [{ namespaces: ['ml-inference'] }],
      provider: { aws: { service: 'ParameterStore', region: 'ap-southeast-2' } },
    },
  });
});

test("only this environment's namespace reads its secrets, by the store that the chart names", (t) => {
  const { objects } = rendered.manifests.find(({ path }) => path.endsWith('external-secrets/objects.yaml')) ?? {};
  t.deepEqual(
    objects?.filter((object) => object !== null),
    [
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ClusterSecretStore',
        metadata: { name: 'aws-secrets-manager' },
        spec: {
          conditions: [{ namespaces: ['ml-inference'] }],
          provider: { aws: { service: 'SecretsManager', region: 'ap-southeast-2' } },
        },
      },
    ],
  );
});

test("an environment's Helm values are merged over the add-on's", (t) => {
  const values = { replicas: 3, podDisruptionBudget: { minAvailable: 2 }, args: ['--v=2'] };
  const environment = environmentOf('prod', { addons: { 'metrics-server': { values } } });
  const merged = named(applicationsOf(renderedArgoCD(environment)), 'ml-inference-prod-metrics-server').spec.source
    .helm;
  t.like(merged?.valuesObject, {
    replicas: 3,
    podDisruptionBudget: { enabled: true, minAvailable: 2 },
    args: ['--v=2'],
  });
});

test('an add-on that is off leaves nothing behind', (t) => {
  const off = environmentOf('prod', { addons: { 'external-secrets': { enabled: false } } });
  const paths = renderedArgoCD(off).manifests.map(({ path }) => path);
  t.deepEqual(
    paths.filter((path) => path.includes('external-secrets')),
    [],
  );
});

test('an add-on is one folder and one entry in the environment', (t) => {
  const text = [
    'repoURL: https://charts.jetstack.io',
    'chart: cert-manager',
    'namespace: cert-manager',
    'wave: "-45"',
    'cascadeDelete: false',
    'clusterResourceWhitelist:',
    '  - { group: cert-manager.io, kind: ClusterIssuer }',
    'namespaceResourceWhitelist:',
    '  - { group: apps, kind: Deployment }',
    'values:',
    '  crds: { enabled: true }',
    'objects:',
    '  - apiVersion: cert-manager.io/v1',
    '    kind: ClusterIssuer',
    '    metadata: { name: {{concat "letsencrypt-" name}} }',
    '    spec: { acme: { email: {{lookup observability.alarmEmails 0}} } }',
  ].join('\n');
  const environment = environmentOf('prod', { addons: { 'cert-manager': { version: '1.20.0' } } });
  const sources = [...argocdFiles, { path: 'addons/cert-manager/application.yaml.hbs', text }];
  const result = renderedArgoCD(environment, sources);
  t.deepEqual(lint(environment, result.manifests), []);
  const added: Application = named(applicationsOf(result), 'ml-inference-prod-cert-manager');
  t.deepEqual(added.spec.source, {
    repoURL: 'https://charts.jetstack.io',
    chart: 'cert-manager',
    targetRevision: '1.20.0',
    helm: { releaseName: 'cert-manager', skipTests: true, valuesObject: { crds: { enabled: true } } },
  });
  const objects = result.manifests.find(
    ({ path }) => path === 'rendered/prod/argocd/cert-manager/objects.yaml',
  )?.objects;
  t.deepEqual(objects?.at(-1), {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'letsencrypt-prod' },
    spec: { acme: { email: 'oncall@example.com' } },
  });
});

const textOf = (key: string): string => shippedAddOns.folders.get(key)?.application?.text ?? '';

const withoutNamespace = textOf('metrics-server').replace(/^namespace: .*\n/m, '');

const withoutVersion = textOf('metrics-server').replace(/^version: .*\n/m, '');

const broken: readonly [title: string, text: string, message: RegExp][] = [
  ['lacks a chart', 'repoURL: https://example.com', /^chart: /],
  ['misspells a key', 'repoURL: https://example.com\nchrat: x', /chrat/],
  ['holds two documents', 'a: 1\n---\nb: 2', /./],
  ['names what the environment lacks', 'chart: {{cluster.nmae}}', /"cluster\.nmae" is not defined/],
  ['names an identity without having one', 'chart: {{identity.roleArn}}', /"identity\.roleArn" is not defined/],
  ['lacks a namespace', withoutNamespace, /^namespace: is missing\.$/],
  ['lacks a version', withoutVersion, /^version: is missing, here and in addons\.metrics-server\.$/],
];

for (const [what, text, message] of broken) {
  test(`an add-on's file that ${what} is an error at that file`, (t) => {
    const path = 'addons/metrics-server/application.yaml.hbs';
    const sources = argocdFiles.map((source) => (source.path === path ? { ...source, text } : source));
    const error = t.throws(() => renderedArgoCD(everything, sources), { message });
    t.is((error as unknown as { file: string }).file, `argocd/${path}`);
  });
}

const misfits: readonly [title: string, text: string, message: RegExp][] = [
  [
    'says its namespace a second time',
    `namespace: kube-system\n${textOf('external-secrets')}`,
    /^namespace: identity\.yaml says it already/,
  ],
  [
    'annotates nothing with the role that is made for it',
    textOf('external-secrets').replace(/ *annotations:\n *eks\.amazonaws\.com\/role-arn: .*\n/, ''),
    /^values: no pod gets the role of identity\.yaml/,
  ],
];

for (const [what, text, message] of misfits) {
  test(`an add-on with an identity that ${what} is an error at its file`, (t) => {
    const path = 'addons/external-secrets/application.yaml.hbs';
    const sources = argocdFiles.map((source) => (source.path === path ? { ...source, text } : source));
    t.not(text, textOf('external-secrets'));
    const error = t.throws(() => renderedArgoCD(everything, sources), { message });
    t.is((error as unknown as { file: string }).file, `argocd/${path}`);
  });
}
