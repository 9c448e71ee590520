import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parseAllDocuments } from 'yaml';
import { problemsIn, run } from '../../helpers/commands.js';
import { contents, environmentFiles, folderWith, shippedFiles } from '../../helpers/repository.js';

/** An add-on of somebody's own. */
const application = (chart: string) => `repoURL: https://charts.example.com
chart: ${chart}
namespace: ${chart}
wave: "-20"
cascadeDelete: true
clusterResourceWhitelist: []
namespaceResourceWhitelist:
  - { group: apps, kind: Deployment }
`;

/** A repository that has the environments that ship, with an edit of dev's add-ons, and folders of its own. */
function repository(t: ExecutionContext, addons: string, folders: Readonly<Record<string, string>> = {}): string {
  const dev = `${shippedFiles.dev}\naddons:\n${addons}`;
  const own = Object.entries(folders).map(([path, text]) => [`argocd/addons/${path}/application.yaml.hbs`, text]);
  return folderWith(t, { ...environmentFiles({ ...shippedFiles, dev }), ...Object.fromEntries(own) });
}

const objectsIn = (root: string, file: string) =>
  parseAllDocuments(readFileSync(join(root, 'rendered/dev/argocd', file), 'utf8')).map((document) => document.toJS());

test('a folder of one’s own in argocd/addons/ adds an add-on to those that ship', async (t) => {
  const root = repository(t, '  sealed-secrets: { version: 2.1.0 }\n', {
    'sealed-secrets': application('sealed-secrets'),
  });
  const { exitCode, notes } = await run('render', root);
  t.is(exitCode, 0, notes);
  const files = Object.keys(contents(join(root, 'rendered/dev/argocd')));
  for (const name of ['sealed-secrets', 'metrics-server', 'kube-prometheus-stack'])
    t.true(files.includes(`addon-${name}.yaml`), name);
  t.is((await run('check', root)).exitCode, 0);
});

test('a folder of one’s own takes the place of the one of its name, and of no other', async (t) => {
  const root = repository(t, '  metrics-server: { version: 9.9.10 }\n', {
    'metrics-server': `${application('our-metrics')}version: 9.9.9\n`,
  });
  const { exitCode, notes } = await run('render', root);
  t.is(exitCode, 0, notes);
  const [, { spec }] = objectsIn(root, 'addon-metrics-server.yaml');
  t.like(spec.source, { chart: 'our-metrics', targetRevision: '9.9.10' });
  t.is(objectsIn(root, 'addon-external-secrets.yaml')[1].spec.source.chart, 'external-secrets');
});

const grafana = (more = '') =>
  `  kube-prometheus-stack:\n    values: { grafana: { ingress: { enabled: true } } }\n${more}`;

test('values that ask for a kind which the project doesn’t admit are refused at their line', async (t) => {
  const root = repository(t, grafana());
  const { exitCode } = await run('render', root);
  t.is(exitCode, 1);
  const [problem, ...more] = problemsIn(await run('validate', root)).filter(({ severity }) => severity === 'error');
  t.deepEqual(more, []);
  t.like(problem, {
    rule: 'values-kinds',
    file: 'environments/dev.yaml',
    path: 'addons.kube-prometheus-stack.values.grafana.ingress.enabled',
  });
  t.regex(String(problem?.message), /kinds: \{ namespaced: \[networking\.k8s\.io\/Ingress\] \}/);
});

test('a kind that is admitted by name is in the project, once', async (t) => {
  const kinds = '    kinds: { namespaced: [networking.k8s.io/Ingress, Secret], cluster: [example.com/Thing] }\n';
  const root = repository(t, grafana(kinds));
  const { exitCode, notes } = await run('render', root);
  t.is(exitCode, 0, notes);
  const [{ spec }] = objectsIn(root, 'addon-kube-prometheus-stack.yaml');
  const named = (list: readonly { group: string; kind: string }[]) => list.map(({ group, kind }) => `${group}/${kind}`);
  t.true(named(spec.namespaceResourceWhitelist).includes('networking.k8s.io/Ingress'));
  t.is(named(spec.namespaceResourceWhitelist).filter((kind) => kind === '/Secret').length, 1);
  t.is(named(spec.clusterResourceWhitelist).at(-1), 'example.com/Thing');
});

test('a kind that is no kind is refused', async (t) => {
  const root = repository(t, grafana('    kinds: { namespaced: ["*/*"] }\n'));
  t.regex(String((await run('validate', root)).notes), /Must be a kind with its group, such as networking\.k8s\.io/);
});
