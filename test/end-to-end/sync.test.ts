import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { namesOf } from '../../generator/environment/names.js';
import { repositoryRoot } from '../../tools/folders.js';
import { type Application, type AppProject, environmentNames, environmentOf } from '../argocd/rendering.js';
import { surroundingsOf } from '../charts/environments.js';
import { violations } from '../charts/invariants.js';
import { admission, createdNamespace, desiredObjects, objectOf, objectsIn } from './argocd.js';
import { environmentIn, renderedRepository } from './repository.js';

const run = promisify(execFile);
const kubeVersionOf = (version: string) => `${version}.0`;

/** A clone, to test what is committed: uncommitted files of the working tree aren't in it. */
const clone = await mkdtemp(join(tmpdir(), 'inference-gitops-clone-'));
test.before('clone HEAD', async () => {
  await run('git', ['clone', '--quiet', '--no-local', '--depth', '1', `file://${repositoryRoot}`, clone]);
});
test.after.always('remove the clone', () => rm(clone, { recursive: true, force: true }));

for (const name of environmentNames) {
  test(`${name}, cloned at HEAD: the workload's objects fit together, and its project allows no more`, async (t) => {
    const environment = await environmentIn(clone, name);
    const { argocd, paths } = namesOf(environment);
    const root = await objectsIn(`${clone}/${paths.argocd}`);
    const application = objectOf<Application>(root, 'Application', argocd.workload);
    const objects = await desiredObjects(clone, application, kubeVersionOf(environment.cluster.version));
    t.deepEqual(violations(objects, surroundingsOf(environment)), []);
    t.deepEqual([...new Set(objects.map(({ metadata }) => metadata.namespace))], [environment.workload.namespace]);
    const project = objectOf<AppProject>(root, 'AppProject', application.spec.project);
    const { needed, listed } = admission(project, [...objects, createdNamespace(application)]);
    t.deepEqual(listed, needed);
  });

  test(`${name}, cloned at HEAD: the root finds Applications and projects, and may apply no other kinds`, async (t) => {
    const { argocd, paths } = namesOf(await environmentIn(clone, name));
    const objects = await objectsIn(`${clone}/${paths.argocd}`);
    const root = objectOf<Application>(objects, 'Application', argocd.root);
    t.is(root.spec.source.path, paths.argocd);
    const { needed, listed } = admission(objectOf<AppProject>(objects, 'AppProject', root.spec.project), objects);
    t.deepEqual(listed, needed);
  });
}

const off = { enabled: false };
const certificateArn = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0f0e0d0c-1111-2222-3333-444455556666';

/** Edits that change which kinds of objects exist. */
const variants: Readonly<Record<string, object>> = {
  'an ingress': { exposure: { ingress: { enabled: true, certificateArn } } },
  'nothing exposed': { exposure: { loadBalancer: off, ingress: off } },
  'no secrets': { workload: { secrets: [] } },
  'no monitoring': { addons: { 'kube-prometheus-stack': off } },
  'secrets from elsewhere': { addons: { 'external-secrets': off } },
  'a hub': { gitops: { destinationCluster: 'prod-eks' } },
};

for (const [what, edit] of Object.entries(variants)) {
  test(`with ${what}: the workload's project admits what the chart makes and no more`, async (t) => {
    const environment = environmentOf('prod', edit);
    const { argocd, paths } = namesOf(environment);
    const { folder, remove } = await renderedRepository(environment);
    t.teardown(remove);
    const root = await objectsIn(`${folder}/${paths.argocd}`);
    const application = objectOf<Application>(root, 'Application', argocd.workload);
    const objects = await desiredObjects(folder, application, kubeVersionOf(environment.cluster.version));
    const project = objectOf<AppProject>(root, 'AppProject', argocd.project);
    const { needed, listed } = admission(project, [...objects, createdNamespace(application)]);
    t.deepEqual(listed, needed);
  });
}
