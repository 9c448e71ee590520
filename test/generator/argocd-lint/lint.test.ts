import { readdirSync } from 'node:fs';
import test from 'ava';
import { lintClaims, rules } from '../../../generator/argocd-lint/lint.js';
import type { Rule } from '../../../generator/argocd-lint/scene.js';
import type { Environment } from '../../../generator/environment/resolve.js';
import type { RenderedManifest } from '../../../generator/render/argocd.js';
import { claims, environmentNames, environmentOf, lint, renderedArgoCD } from '../../argocd/rendering.js';
import { type Damage, damaged, prod } from './damage.js';

const wave = 'argocd.argoproj.io/sync-wave';
const options = 'argocd.argoproj.io/sync-options';
const workloadOptions = ['spec', 'syncPolicy', 'syncOptions'];

const damages: readonly Damage[] = [
  {
    title: 'a misspelled sync option',
    of: 'workload',
    at: [...workloadOptions, 2],
    to: 'RespectIgnoreDiferences=true',
    finds: ['sync-option spec.syncPolicy.syncOptions[2]'],
  },
  {
    title: 'a sync option with a value that it has not',
    of: 'workload',
    at: [...workloadOptions, 0],
    to: 'CreateNamespace=yes',
    finds: ['sync-option spec.syncPolicy.syncOptions[0]'],
  },
  {
    title: 'a misspelled sync option in an annotation of any object',
    of: 'addOnObject',
    at: ['metadata', 'annotations'],
    to: { [options]: 'Prune=false,SkipDryRunOnMissingResources=true' },
    finds: [`sync-option metadata.annotations["${options}"]`],
  },
  {
    title: 'a destination with no cluster',
    of: 'workload',
    at: ['spec', 'destination', 'server'],
    finds: ['project spec.destination', 'destination spec.destination'],
  },
  {
    title: 'a destination with two clusters',
    of: 'workload',
    at: ['spec', 'destination', 'name'],
    to: 'in-cluster',
    finds: ['destination spec.destination'],
  },
  {
    title: 'values that switch on a kind which the add-on’s project doesn’t list',
    of: 'addOn',
    at: ['spec', 'source', 'helm', 'valuesObject', 'webhook', 'ingress'],
    to: { enabled: true },
    finds: ['values-kinds spec.source.helm.valuesObject.webhook.ingress.enabled'],
  },
  { title: 'an empty project', of: 'workload', at: ['spec', 'project'], to: '', finds: ['project spec.project'] },
  { title: 'no project', of: 'workload', at: ['spec', 'project'], finds: ['project spec.project'] },
  {
    title: 'a project that is not rendered',
    of: 'workload',
    at: ['spec', 'project'],
    to: 'default',
    finds: ['project spec.project'],
  },
  {
    title: 'source beside empty sources',
    of: 'workload',
    at: ['spec', 'sources'],
    to: [],
    finds: ['source spec.sources'],
  },
  { title: 'no source at all', of: 'workload', at: ['spec', 'source'], finds: ['source spec'] },
  {
    title: 'settings of a source that are defaults, which Argo CD removes',
    of: 'root',
    at: ['spec', 'source', 'directory'],
    to: { recurse: false },
    finds: ['source spec.source.directory'],
  },
  {
    title: 'values of the same repository by reference',
    of: 'workload',
    at: ['spec'],
    to: {
      project: 'ml-inference-prod',
      destination: { namespace: 'ml-inference', server: 'https://kubernetes.default.svc' },
      sources: [
        { repoURL: prod.gitops.repoURL, targetRevision: 'main', path: 'rendered/prod/workloads/ml-inference/chart' },
        { repoURL: prod.gitops.repoURL.replace(/\.git$/, ''), targetRevision: 'main', ref: 'values' },
      ],
    },
    finds: ['source spec.sources[1].ref'],
  },
  {
    title: 'ignored differences without a group',
    of: 'workload',
    at: ['spec', 'ignoreDifferences', 0, 'group'],
    finds: ['ignore-differences spec.ignoreDifferences[0]'],
  },
  {
    title: 'ignored differences with an empty group, which Argo CD removes',
    of: 'workload',
    at: ['spec', 'ignoreDifferences', 0, 'group'],
    to: '',
    finds: ['ignore-differences spec.ignoreDifferences[0]'],
  },
  {
    title: 'ignored differences without a kind',
    of: 'workload',
    at: ['spec', 'ignoreDifferences', 0, 'kind'],
    finds: ['ignore-differences spec.ignoreDifferences[0]'],
  },
  {
    title: 'ignored differences that ignore nothing',
    of: 'workload',
    at: ['spec', 'ignoreDifferences', 0, 'jsonPointers'],
    to: [],
    finds: ['ignore-differences spec.ignoreDifferences[0]'],
  },
  {
    title: "a repository that the Application's project doesn't list",
    of: 'project',
    at: ['spec', 'sourceRepos', 0],
    to: 'https://github.com/example/other.git',
    finds: ['project spec.source.repoURL'],
  },
  {
    title: "a namespace that the Application's project doesn't list",
    of: 'workload',
    at: ['spec', 'destination', 'namespace'],
    to: 'kube-system',
    finds: ['namespace spec.destination.namespace', 'project spec.destination'],
  },
  {
    title: 'labels on a namespace that others are in',
    of: 'addOn',
    at: ['spec', 'syncPolicy', 'managedNamespaceMetadata'],
    to: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    finds: ['namespace spec.destination.namespace'],
  },
  {
    title: "a kind that the root's project doesn't admit",
    of: 'project',
    at: ['kind'],
    to: 'ApplicationSet',
    finds: ['project kind', 'project spec.project'],
  },
  {
    title: "a kind that an add-on's project doesn't admit",
    of: 'addOnObject',
    at: ['kind'],
    to: 'ClusterExternalSecret',
    finds: ['project kind'],
  },
  {
    title: 'a namespace that the root may not write to',
    of: 'workload',
    at: ['metadata', 'namespace'],
    to: 'kube-system',
    finds: ['project kind', 'project spec.project'],
  },
  {
    title: 'any repository in a project',
    of: 'project',
    at: ['spec', 'sourceRepos', 0],
    to: '*',
    finds: ['project-limits spec.sourceRepos[0]'],
  },
  {
    title: 'any namespace in a project',
    of: 'project',
    at: ['spec', 'destinations', 0, 'namespace'],
    to: '*',
    finds: ['project-limits spec.destinations[0].namespace'],
  },
  {
    title: 'a project without a list of namespaced kinds',
    of: 'project',
    at: ['spec', 'namespaceResourceWhitelist'],
    finds: ['project-limits spec'],
  },
  {
    title: 'any cluster kind in a project',
    of: 'project',
    at: ['spec', 'clusterResourceWhitelist', 0],
    to: { group: '*', kind: '*' },
    finds: ['project-limits spec.clusterResourceWhitelist[0]'],
  },
  {
    title: 'a sync window about nothing',
    of: 'project',
    at: ['spec', 'syncWindows'],
    to: [{ kind: 'deny', schedule: '0 0 * * *', duration: '1h' }],
    finds: ['sync-window spec.syncWindows[0]'],
  },
  {
    title: 'a sync window that is there twice',
    of: 'project',
    at: ['spec', 'syncWindows'],
    to: Array(2).fill({ kind: 'deny', schedule: '0 0 * * *', duration: '1h', applications: ['*'] }),
    finds: ['sync-window spec.syncWindows[1]'],
  },
  {
    title: 'a sync window that Argo CD cannot read',
    of: 'project',
    at: ['spec', 'syncWindows'],
    to: [
      { kind: 'deny', schedule: '0 25 * * 5', duration: '1 day', timeZone: 'Australia/Sidney', applications: ['*'] },
    ],
    finds: [
      'sync-window spec.syncWindows[0].schedule',
      'sync-window spec.syncWindows[0].duration',
      'sync-window spec.syncWindows[0].timeZone',
    ],
  },
  {
    title: 'a wave that is a number',
    of: 'workload',
    at: ['metadata', 'annotations', wave],
    to: 5,
    finds: [`not-text metadata.annotations["${wave}"]`],
  },
  {
    title: 'a wave that is no number',
    of: 'workload',
    at: ['metadata', 'annotations', wave],
    to: 'last',
    finds: [`sync-wave metadata.annotations["${wave}"]`],
  },
  {
    title: 'an annotation that is a boolean',
    of: 'workload',
    at: ['metadata', 'annotations', 'example'],
    to: true,
    finds: ['not-text metadata.annotations.example'],
  },
  {
    title: 'a finalizer on the root',
    of: 'root',
    at: ['metadata', 'finalizers'],
    to: ['resources-finalizer.argocd.argoproj.io/background'],
    finds: ['root-finalizer metadata.finalizers[0]'],
  },
  {
    title: 'two Applications of one name',
    of: 'workload',
    at: ['metadata', 'name'],
    to: 'ml-inference-prod-external-secrets',
    finds: ['name-collision metadata.name'],
  },
  { title: 'an object without a kind', of: 'addOnObject', at: ['kind'], finds: ['identity '] },
  { title: 'an object without a name', of: 'addOnObject', at: ['metadata', 'name'], finds: ['identity metadata'] },
  {
    title: "a path that the repository doesn't have",
    of: 'workload',
    at: ['spec', 'source', 'path'],
    to: 'rendered/prod/workloads/ml-inference/charts',
    finds: ['path spec.source.path', 'path spec.source.helm.valueFiles[0]'],
  },
  {
    title: 'a path that leaves the repository',
    of: 'root',
    at: ['spec', 'source', 'path'],
    to: '../rendered/prod/argocd',
    finds: ['path spec.source.path'],
  },
  { title: 'no path', of: 'root', at: ['spec', 'source', 'path'], finds: ['path spec.source'] },
  {
    title: "a file of values that the repository doesn't have",
    of: 'workload',
    at: ['spec', 'source', 'helm', 'valueFiles', 0],
    to: 'values-prod.yaml',
    finds: ['path spec.source.helm.valueFiles[0]'],
  },
  {
    title: 'HEAD',
    of: 'workload',
    at: ['spec', 'source', 'targetRevision'],
    to: 'HEAD',
    finds: ['revision spec.source.targetRevision'],
  },
  {
    title: 'a range of versions',
    of: 'addOn',
    at: ['spec', 'source', 'targetRevision'],
    to: '2.*',
    finds: ['revision spec.source.targetRevision'],
  },
  {
    title: 'a chart without a version',
    of: 'addOn',
    at: ['spec', 'source', 'targetRevision'],
    finds: ['revision spec.source.targetRevision'],
  },
  {
    title: 'server-side apply that is compared on the client',
    of: 'workload',
    at: ['metadata', 'annotations', 'argocd.argoproj.io/compare-options'],
    finds: ['server-side-diff metadata'],
  },
];

for (const name of environmentNames) {
  test(`the linter finds nothing in ${name}`, (t) => {
    const environment = environmentOf(name);
    t.deepEqual(lint(environment, renderedArgoCD(environment).manifests), []);
  });
}

for (const { title, finds, ...damage } of damages) {
  test(`the linter finds ${title}`, (t) => {
    const found = lint(prod, damaged(damage));
    t.deepEqual(
      found.map(({ rule, path }) => `${rule} ${path}`).sort(),
      [...finds].sort(),
      JSON.stringify(found, undefined, 2),
    );
    t.true(found.every(({ message }) => /^.{20,300}[.?]$/s.test(message)));
  });
}

test('every rule has a case, and every case a rule', (t) => {
  const found = new Set(damages.flatMap(({ finds }) => finds.map((place) => place.split(' ')[0])));
  t.deepEqual([...found].sort(), rules.map(({ name }) => name).sort());
});

const rulesFolder = new URL('../../../generator/argocd-lint/rules/', import.meta.url);

for (const file of readdirSync(rulesFolder).filter((name) => name.endsWith('.js'))) {
  test(`the linter asks every rule of ${file}`, async (t) => {
    const exported = Object.values((await import(new URL(file, rulesFolder).href)) as object);
    const inFile = exported.filter((one): one is Rule => typeof one === 'object' && 'check' in one);
    t.true(inFile.length > 0, 'it exports no rule');
    for (const rule of inFile) {
      t.true(rules.includes(rule), `${rule.name} is not in the list of generator/argocd-lint/lint.ts`);
    }
  });
}

test('what stands in a file is told with its line and column', (t) => {
  const manifests = renderedArgoCD(prod).manifests.map((manifest) =>
    manifest.path.endsWith('root.yaml') ? withText(manifest, 'targetRevision: main', 'targetRevision: HEAD') : manifest,
  );
  const root = manifests.find(({ path }) => path.endsWith('root.yaml'));
  const lines = root?.content.split('\n') ?? [];
  const line = lines.findIndex((text) => text.includes('targetRevision')) + 1;
  const [found] = lint(prod, manifests);
  t.is(found?.file, 'rendered/prod/argocd/root.yaml');
  t.deepEqual([found?.line, found?.column], [line, (lines[line - 1]?.indexOf('HEAD') ?? 0) + 1]);
});

test('two environments in one hub must not share the name of an Application', (t) => {
  const blue = { ...prod, name: 'blue' };
  const root = { ...prod, name: 'blue-root' };
  const collisions = (...environments: readonly Environment[]) =>
    lintClaims(new Map(environments.map((environment) => [environment.name, claims(environment)])));
  t.deepEqual(collisions(blue, prod), []);
  const [collision, ...more] = collisions(blue, root);
  t.deepEqual(more, []);
  t.is(collision?.environment, 'blue-root');
  t.deepEqual([collision?.finding.rule, collision?.finding.path], ['name-collision', ['name']]);
  t.regex(
    collision?.finding.message ?? '',
    /Application\S* argocd\/ml-inference-blue-root would be that of blue as well/,
  );
});

const withText = (manifest: RenderedManifest, before: string, after: string): RenderedManifest => {
  const objects = structuredClone(manifest.objects) as { spec: { source?: { targetRevision: string } } }[];
  for (const { spec } of objects) if (spec.source) spec.source.targetRevision = 'HEAD';
  return { ...manifest, content: manifest.content.replace(before, after), objects };
};
