import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import { resolveHelm } from '../../../tools/helm.js';
import { cli, type Exit, execute } from '../../helpers/cli.js';
import { pathWithHelm } from '../../helpers/helm.js';
import { environmentFiles, folderWith, shippedFiles, writeFiles } from '../../helpers/repository.js';

const helm = await resolveHelm();
const PATH = await pathWithHelm();

/** What stands in for metrics-server's chart: an object of each kind that the values ask for. */
const template = `{{- range .Values.objects }}
---
apiVersion: {{ .apiVersion }}
kind: {{ .kind }}
metadata:
  name: {{ .name | default "a" }}
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
{{- end }}
`;

const others = ['argo-cd', 'aws-load-balancer-controller', 'external-secrets', 'kube-prometheus-stack'];
const absent = Object.fromEntries([...others, 'cluster-autoscaler'].map((name) => [name, { existing: true }]));

/** Renders a repository whose one add-on has these values, and checks it with a cache that holds its chart. */
async function check(t: ExecutionContext, addOn: object, version = '3.13.1'): Promise<Exit> {
  const addons = stringify({ addons: { ...absent, 'metrics-server': addOn } });
  const root = folderWith(t, environmentFiles({ defaults: shippedFiles.defaults, dev: shippedFiles.dev + addons }));
  const cache = folderWith(t);
  writeFiles(cache, {
    'metrics-server/Chart.yaml': stringify({ apiVersion: 'v2', name: 'metrics-server', version }),
    'metrics-server/templates/objects.yaml': template,
  });
  const env = { PATH, HELM_REPOSITORY_CACHE: cache, HTTPS_PROXY: 'http://127.0.0.1:1' };
  await execute([helm, 'package', join(cache, 'metrics-server'), '--destination', cache], { env });
  const rendered = await cli(['render', '--root', root], { env });
  t.is(rendered.exitCode, 0, rendered.stderr);
  return cli(['check', '--charts', '--root', root], { env });
}

const service = { apiVersion: 'v1', kind: 'Service' };
const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' };
const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' };
const objects = (...list: readonly object[]) => ({ values: { objects: list } });

test('a chart that makes what its project admits is said to', async (t) => {
  const { exitCode, stdout, stderr } = await check(t, objects(service, role));
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /^rendered\/ is what the input gives\.\n1 chart of an add-on makes what its project admits\.\n$/);
});

test('a kind that values ask for is told before anybody commits, at its add-on, with what admits it', async (t) => {
  const { exitCode, stderr } = await check(t, objects(service, ingress));
  t.is(exitCode, 1);
  t.regex(stderr, /environments\/dev\.yaml:\d+:\d+ error addons\.metrics-server: The chart makes networking\.k8s\.io/);
  t.regex(stderr, /say addons\.metrics-server\.kinds: \{ .*\[networking\.k8s\.io\/Ingress\] \}/);
  const kinds = { namespaced: ['networking.k8s.io/Ingress'] };
  t.is((await check(t, { ...objects(service, ingress), kinds })).exitCode, 0);
});

test('an object in a namespace that its project does not admit is told', async (t) => {
  const { exitCode, stderr } = await check(t, objects({ ...service, namespace: 'elsewhere' }));
  t.is(exitCode, 1);
  t.regex(stderr, /puts Service objects into the namespace elsewhere, which its project doesn't admit/);
});

test('a chart that can not be had is no chart that is right', async (t) => {
  const { exitCode, stderr } = await check(t, objects(service), '3.13.0');
  t.is(exitCode, 1);
  t.regex(stderr, /addons\.metrics-server: The chart wasn't rendered, so nothing is known of what it makes: /);
});

test('without Helm the reason is one sentence', async (t) => {
  const root = folderWith(t, environmentFiles(shippedFiles));
  t.is((await cli(['render', '--root', root])).exitCode, 0);
  const { exitCode, stderr } = await cli(['check', '--charts', '--root', root], { env: { PATH: '/nowhere' } });
  t.is(exitCode, 1);
  t.is(stderr, 'check --charts renders charts with Helm, and there is no helm on PATH: install it.\n');
});
