import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parseAllDocuments } from 'yaml';
import { problemsIn, run } from '../../helpers/commands.js';
import { contents, environmentFiles, type Files, folderWith, shippedFiles } from '../../helpers/repository.js';

const below = 'environments/dev/manifests';
const configMap = (name: string, namespace = '') =>
  `# mine\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}${namespace && `, namespace: ${namespace}`} }\n`;
const issuer = 'apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: { name: letsencrypt }\n';

/** A repository of the environments that ship, with files in dev's manifests. */
const repository = (t: ExecutionContext, manifests: Files): string => {
  const files = Object.entries(manifests).map(([path, text]) => [`${below}/${path}`, text] as const);
  return folderWith(t, { ...environmentFiles(shippedFiles), ...Object.fromEntries(files) });
};

const rendered = (root: string, path: string) => readFileSync(join(root, 'rendered/dev', path), 'utf8');
const objectsIn = (text: string) => parseAllDocuments(text).map((document) => document.toJS());

test('manifests are copied as they are, and have an Application whose project admits them', async (t) => {
  const text = `${configMap('a', 'tools')}data: { x: "{{ no template }}" }\n---\n${issuer}`;
  const root = repository(t, { 'tools.yaml': text, 'NOTES.md': 'no manifest', '.hidden.yaml': 'a: 1' });
  const { exitCode, notes } = await run('render', root);
  t.is(exitCode, 0, notes);
  t.is(rendered(root, 'manifests/tools.yaml'), text);
  t.deepEqual(Object.keys(contents(join(root, 'rendered/dev/manifests'))), ['tools.yaml']);
  const [project, application] = objectsIn(rendered(root, 'argocd/manifests.yaml'));
  t.is(application.spec.source.path, 'rendered/dev/manifests');
  t.is(application.spec.project, project.metadata.name);
  t.deepEqual(
    project.spec.destinations.map(({ namespace }: { namespace: string }) => namespace),
    ['tools'],
  );
  t.deepEqual(project.spec.clusterResourceWhitelist.at(-1), { group: 'cert-manager.io', kind: 'ClusterIssuer' });
  t.is((await run('check', root)).exitCode, 0);
});

test('those in the folder of a workload go into its namespace, by an Application of their own', async (t) => {
  const root = repository(t, { 'ml-inference/a.yaml': configMap('a'), 'b.yml': configMap('b', 'tools') });
  t.is((await run('render', root)).exitCode, 0);
  const [project, application] = objectsIn(rendered(root, 'argocd/manifests-ml-inference.yaml'));
  t.is(application.spec.destination.namespace, 'ml-inference');
  t.is(application.spec.source.path, 'rendered/dev/manifests/ml-inference');
  t.is(project.metadata.name, 'ml-inference-dev-manifests-ml-inference');
  t.is(objectsIn(rendered(root, 'argocd/manifests.yaml'))[1].spec.source.path, 'rendered/dev/manifests');
});

test('the project goes on listing a kind of Kubernetes whose last object goes: Argo CD would not see it', async (t) => {
  const root = repository(t, { 'a.yaml': configMap('a', 'tools') });
  t.is((await run('render', root)).exitCode, 0);
  const [project] = objectsIn(rendered(root, 'argocd/manifests.yaml'));
  t.true(project.spec.namespaceResourceWhitelist.some(({ kind }: { kind: string }) => kind === 'CronJob'));
});

test('check tells a manifest that was edited since, and another environment has none of it', async (t) => {
  const root = repository(t, { 'a.yaml': configMap('a', 'tools') });
  t.is((await run('render', root)).exitCode, 0);
  t.is(contents(join(root, 'rendered/prod/manifests'))['a.yaml'], undefined);
  const file = join(root, below, 'a.yaml');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(file, configMap('b', 'tools'));
  const { exitCode, text } = await run('check', root);
  t.is(exitCode, 2);
  t.regex(text, /rendered\/dev\/manifests\/a\.yaml is stale/);
});

const refused: readonly (readonly [title: string, path: string, text: string, line: number, says: RegExp])[] = [
  ['no object', 'a.yaml', 'a: 1\n', 1, /has an apiVersion, a kind and a metadata\.name/],
  ['no YAML', 'a.yaml', `${configMap('a', 'b')}---\nx: [\n`, 7, /./],
  ['no namespace', 'a.yaml', configMap('a'), 2, /Say its metadata\.namespace, or move the file/],
  ['an object twice', 'a.yaml', `${configMap('a', 'b')}---\n${configMap('a', 'b')}`, 7, /is in .*a\.yaml already/],
  ['a list', 'a.yaml', 'apiVersion: v1\nkind: PodList\nmetadata: { name: a }\n', 1, /one by one/],
  [
    'an Application',
    'a.yaml',
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\n',
    1,
    /what its projects forbid/,
  ],
  ['the folder of no workload', 'fraud/a.yaml', configMap('a'), 1, /there are ml-inference/],
  ['a folder in a folder', 'ml-inference/more/a.yaml', configMap('a'), 1, /has no folders/],
  ['a file for Kustomize', 'kustomization.yaml', configMap('a', 'b'), 1, /take the whole folder for Kustomize/],
  [
    'a bomb of aliases',
    'a.yaml',
    `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n`,
    1,
    /has an apiVersion/,
  ],
];

for (const [title, path, text, line, says] of refused) {
  test(`${title} is refused at its line, and nothing changes`, async (t) => {
    const root = repository(t, { [path]: text });
    const before = contents(root);
    const outcome = await run('render', root);
    t.is(outcome.exitCode, 1);
    const [problem] = problemsIn(outcome);
    t.like(problem, { rule: 'manifest', file: `${below}/${path}`, line }, outcome.notes);
    t.regex(String(problem?.message), says);
    t.notRegex(String(problem?.message), /\n/);
    t.deepEqual(contents(root), before);
  });
}

test('a link among manifests is refused, wherever it leads', async (t) => {
  const root = repository(t, { 'a.yaml': configMap('a', 'tools') });
  symlinkSync('/etc/hostname', join(root, below, 'b.yaml'));
  t.regex(String((await run('render', root)).notes), /b\.yaml is no regular file/);
});

test('manifests of an environment that isn’t there are told', async (t) => {
  const root = folderWith(t, {
    ...environmentFiles(shippedFiles),
    'environments/prd/manifests/a.yaml': configMap('a', 'b'),
  });
  t.regex(String((await run('validate', root)).notes), /environments\/prd:1:1.*There is no environments\/prd\.yaml/);
});
