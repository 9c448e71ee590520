import test from 'ava';
import {
  type AppProject,
  applicationsOf,
  claims,
  environmentOf,
  lint,
  projectsOf,
  renderedArgoCD,
} from './rendering.js';

const existing = { namespace: 'team-ml', project: 'ml' };
const guest = environmentOf('prod', { gitops: { existing } });
const rendered = renderedArgoCD(guest);
const [asked] = projectsOf(rendered) as [AppProject & { spec: { sourceNamespaces?: string[] } }];
const own = renderedArgoCD(environmentOf('prod'));

test('every Application of a guest is in its namespace and its project', (t) => {
  const applications = applicationsOf(rendered);
  t.deepEqual(
    applications.map(({ metadata }) => metadata.name),
    applicationsOf(own)
      .map(({ metadata }) => metadata.name)
      .filter((name) => !name.endsWith('-argo-cd')),
  );
  for (const { metadata, spec } of applications) {
    t.is(metadata.namespace, 'team-ml');
    t.is(spec.project, 'ml');
  }
  t.deepEqual(rendered.bootstrap, []);
});

test('a guest makes no project: the one that its admins have to make is beside, and Argo CD does not read it', (t) => {
  const files = rendered.manifests.filter(({ objects }) =>
    objects.some((object) => (object as { kind: string }).kind === 'AppProject'),
  );
  t.deepEqual(
    files.map(({ path, isForAdmins }) => [path, isForAdmins]),
    [['rendered/prod/bootstrap/project.yaml', true]],
  );
  t.like(asked.metadata, { name: 'ml', namespace: 'argocd' });
  t.deepEqual(asked.spec.sourceNamespaces, ['team-ml']);
});

test('that project admits what the projects of an own Argo CD would, without Argo CD and its projects', (t) => {
  const projects = projectsOf(own).filter(({ metadata }) => !metadata.name.endsWith('-argo-cd'));
  const listed = (list: (one: AppProject) => readonly unknown[]) =>
    [...new Set(projects.flatMap((one) => list(one)).map((entry) => JSON.stringify(entry)))].sort();
  const namespaced = listed(({ spec }) => spec.namespaceResourceWhitelist);
  t.deepEqual(
    asked.spec.sourceRepos.map((url) => JSON.stringify(url)),
    listed(({ spec }) => spec.sourceRepos),
  );
  t.deepEqual(
    asked.spec.namespaceResourceWhitelist.map((entry) => JSON.stringify(entry)),
    namespaced.filter((entry) => !entry.includes('AppProject')),
  );
  t.is(asked.spec.clusterResourceWhitelist.length, listed(({ spec }) => spec.clusterResourceWhitelist).length);
  t.deepEqual(
    asked.spec.destinations.map(({ namespace }) => namespace),
    ['external-secrets', 'kube-system', 'ml-inference', 'monitoring', 'team-ml'],
  );
});

test('the linter takes it for the project of the Applications', (t) => {
  t.deepEqual(lint(guest, rendered.manifests), []);
  const without = rendered.manifests.filter(({ isForAdmins }) => !isForAdmins);
  t.regex(lint(guest, without)[0]?.message ?? '', /No AppProject "ml"/);
});

test('two environments may be guests of one project', (t) => {
  t.false(claims(guest).some((claim) => claim.startsWith('AppProject')));
});

test("in Argo CD's own namespace no other has to be admitted", (t) => {
  const inside = environmentOf('prod', { gitops: { existing: { ...existing, namespace: 'argocd' } } });
  const [project] = projectsOf(renderedArgoCD(inside)) as [typeof asked];
  t.is(project.spec.sourceNamespaces, undefined);
  t.deepEqual(lint(inside, renderedArgoCD(inside).manifests), []);
});
