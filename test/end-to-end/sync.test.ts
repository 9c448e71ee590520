import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { namesOf, workloadNames } from '../../generator/environment/names.js';
import { repositoryRoot } from '../../tools/folders.js';
import { type Application, type AppProject, environmentNames, environmentOf } from '../argocd/rendering.js';
import { surroundingsOf } from '../charts/environments.js';
import { violations } from '../charts/invariants.js';
import { onlyWorkload } from '../helpers/resolved.js';
import { admission, createdNamespace, desiredObjects, objectOf, objectsIn } from './argocd.js';
import { environmentIn, renderedRepository } from './repository.js';

const run = promisify(execFile);
const kubeVersionOf = (version: string) => `${version}.0`;

const off = { enabled: false };
const workload = (edit: object) => ({ workloads: { 'ml-inference': edit } });
const certificateArn = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0f0e0d0c-1111-2222-3333-444455556666';

/** Edits that change which kinds of objects exist. */
const variants: Readonly<Record<string, object>> = {
  'what ships': {},
  'an ingress': workload({ exposure: { ingress: { enabled: true, certificateArn } } }),
  'nothing exposed': workload({ exposure: { loadBalancer: off, ingress: off } }),
  'no secrets': workload({ secrets: [] }),
  'no monitoring': { addons: { 'kube-prometheus-stack': off } },
  'secrets from elsewhere': { addons: { 'external-secrets': off } },
  'scaled by KEDA': { addons: { keda: { enabled: true } }, ...workload({ replicas: { targetQueueDepth: 4 } }) },
  'a hub': { gitops: { destinationCluster: 'prod-eks' } },
};

/** What the workload's project lists, and what its objects need, with each choice. */
const admissions = await Promise.all(
  Object.entries(variants).map(async ([what, edit]) => {
    const environment = environmentOf('prod', edit);
    const { folder, remove } = await renderedRepository(environment);
    const root = await objectsIn(`${folder}/${namesOf(environment).paths.argocd}`);
    const { application: name } = workloadNames(environment, onlyWorkload(environment));
    const application = objectOf<Application>(root, 'Application', name);
    const objects = await desiredObjects(folder, application, kubeVersionOf(environment.cluster.version));
    await remove();
    const project = objectOf<AppProject>(root, 'AppProject', application.spec.project);
    return { what, ...admission(project, [...objects, createdNamespace(application)]) };
  }),
);

const union = (lists: readonly (readonly string[])[]) => [...new Set(lists.flat())].sort();

/** Argo CD leaves an object behind when its kind is no longer listed: a project always lists what any choice needs. */
const everyKind = {
  cluster: union(admissions.map(({ needed }) => needed.cluster)),
  namespaced: union(admissions.map(({ needed }) => needed.namespaced)),
};

/** A clone, to test what is committed: uncommitted files of the working tree aren't in it. */
const clone = await mkdtemp(join(tmpdir(), 'inference-gitops-clone-'));
test.before('clone HEAD', async () => {
  await run('git', ['clone', '--quiet', '--no-local', '--depth', '1', `file://${repositoryRoot}`, clone]);
});
test.after.always('remove the clone', () => rm(clone, { recursive: true, force: true }));

for (const name of environmentNames) {
  test(`${name}, cloned at HEAD: a workload's objects fit together, and its project lists all kinds`, async (t) => {
    const environment = environmentIn(clone, name);
    const root = await objectsIn(`${clone}/${namesOf(environment).paths.argocd}`);
    t.true(environment.workloads.length > 0);
    for (const one of environment.workloads) {
      const application = objectOf<Application>(root, 'Application', workloadNames(environment, one).application);
      const objects = await desiredObjects(clone, application, kubeVersionOf(environment.cluster.version));
      t.deepEqual(violations(objects, surroundingsOf(environment, one)), []);
      t.deepEqual([...new Set(objects.map(({ metadata }) => metadata.namespace))], [one.namespace]);
      const project = objectOf<AppProject>(root, 'AppProject', application.spec.project);
      t.deepEqual(admission(project, [...objects, createdNamespace(application)]).listed, everyKind);
    }
  });

  test(`${name}, cloned at HEAD: the root finds Applications and projects, and may apply no other kinds`, async (t) => {
    const { argocd, paths } = namesOf(environmentIn(clone, name));
    const objects = await objectsIn(`${clone}/${paths.argocd}`);
    const root = objectOf<Application>(objects, 'Application', argocd.root);
    t.is(root.spec.source.path, paths.argocd);
    const { needed, listed } = admission(objectOf<AppProject>(objects, 'AppProject', root.spec.project), objects);
    t.deepEqual(listed, needed);
  });
}

for (const { what, listed } of admissions) {
  test(`with ${what}: the workload's project admits every kind that any choice makes, and no other`, (t) => {
    t.deepEqual(listed, everyKind);
  });
}

test('the choices differ in what they need, or the tests above would prove nothing', (t) => {
  const kinds = everyKind.namespaced.filter(
    (kind) => !admissions.every(({ needed }) => needed.namespaced.includes(kind)),
  );
  t.deepEqual(kinds, [
    'autoscaling/HorizontalPodAutoscaler',
    'external-secrets.io/ExternalSecret',
    'keda.sh/ScaledObject',
    'monitoring.coreos.com/PrometheusRule',
    'monitoring.coreos.com/ServiceMonitor',
    'networking.k8s.io/Ingress',
  ]);
});
