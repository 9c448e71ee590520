import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Application } from '../argocd/rendering.js';
import type { KubernetesObject } from '../charts/objects.js';
import { only } from '../charts/objects.js';
import { replaceOnce } from '../helpers/repository.js';
import { type FirstVersion, rendered, repositoryOfVersion1, upgraded } from '../helpers/upgraded-repository.js';
import { desiredObjects, objectOf, objectsIn } from './argocd.js';

const names = ['dev', 'staging', 'prod'];

interface Desired {
  readonly argocd: readonly KubernetesObject[];
  readonly workload: readonly KubernetesObject[];
}

let repository: FirstVersion | undefined;
const old = new Map<string, Desired>();
const now = new Map<string, Desired>();
const onNewChart = new Map<string, Desired>();

test.before('upgrade a repository of version 1, then its chart', async () => {
  repository = await repositoryOfVersion1();
  const { folder } = repository;
  for (const name of names) old.set(name, await desired(folder, name));
  await upgraded(folder);
  for (const name of names) now.set(name, await desired(folder, name));
  const defaults = join(folder, 'environments/defaults.yaml');
  writeFileSync(defaults, replaceOnce(readFileSync(defaults, 'utf8'), 'chartVersion: 0.1.0', 'chartVersion: 0.2.0'));
  await rendered(folder);
  for (const name of names) onNewChart.set(name, await desired(folder, name));
});
test.after.always(() => repository?.remove());

for (const name of names) {
  test(`${name}: an upgrade of the environment's version makes and deletes no object of Argo CD`, (t) => {
    t.deepEqual(identities(now.get(name)?.argocd), identities(old.get(name)?.argocd));
  });

  for (const [what, after] of [
    ["the environment's version", now],
    ["the chart's version too", onNewChart],
  ] as const) {
    test(`${name}: an upgrade of ${what} makes and deletes no object of the workload`, (t) => {
      const found = after.get(name)?.workload ?? [];
      const before = old.get(name)?.workload ?? [];
      t.true(before.length > 10);
      t.deepEqual(identities(found), identities(before));
      t.deepEqual(only(found, 'Deployment').spec?.selector, only(before, 'Deployment').spec?.selector);
      t.deepEqual(annotationsOf(found), annotationsOf(before));
    });
  }
}

test('the upgrade alone changes no object of the workload but for its link to the page about alerts', (t) => {
  for (const name of names) {
    const texts = (objects: readonly KubernetesObject[] = []) =>
      objects.map((object) => JSON.stringify(object).replaceAll('/workloads/ml-inference/chart/', '/chart/')).sort();
    t.deepEqual(texts(now.get(name)?.workload), texts(old.get(name)?.workload), name);
  }
});

/** What Argo CD applies of an environment: what the root finds, and the workload's chart. */
async function desired(folder: string, name: string): Promise<Desired> {
  const argocd = await objectsIn(`${folder}/rendered/${name}/argocd`);
  const application = objectOf<Application>(argocd, 'Application', `ml-inference-${name}`);
  return { argocd, workload: await desiredObjects(folder, application, '1.35.0') };
}

const identities = (objects: readonly KubernetesObject[] = []): string[] =>
  objects
    .map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`)
    .sort();

/** The role that pods have. */
const annotationsOf = (objects: readonly KubernetesObject[]) => only(objects, 'ServiceAccount').metadata?.annotations;
