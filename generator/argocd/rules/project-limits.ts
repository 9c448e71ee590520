import { finding, listAt, type Manifest, type ManifestFinding, type Rule, textAt, valueAt } from '../model.js';

/** A project that allows everything limits nothing. */
export const projectLimits: Rule = ({ projects }) =>
  projects.flatMap((project) => [...repositories(project), ...destinations(project), ...kinds(project)]);

function repositories(project: Manifest): ManifestFinding[] {
  return listAt(project.object, 'spec', 'sourceRepos').flatMap((repository, position) =>
    String(repository).includes('*')
      ? [
          finding(
            project,
            'project-limits',
            ['spec', 'sourceRepos', position],
            'Name each repository: a wildcard admits those of strangers.',
          ),
        ]
      : [],
  );
}

function destinations(project: Manifest): ManifestFinding[] {
  return listAt(project.object, 'spec', 'destinations').flatMap((destination, position) =>
    ['server', 'name', 'namespace']
      .filter((key) => textAt(destination, key).includes('*'))
      .map((key) =>
        finding(
          project,
          'project-limits',
          ['spec', 'destinations', position, key],
          'Name each cluster and namespace: a wildcard admits any.',
        ),
      ),
  );
}

function kinds(project: Manifest): ManifestFinding[] {
  const omitted =
    valueAt(project.object, 'spec', 'namespaceResourceWhitelist') === undefined
      ? [
          finding(
            project,
            'project-limits',
            ['spec'],
            'There is no namespaceResourceWhitelist, so every namespaced kind is allowed: list the kinds.',
          ),
        ]
      : [];
  const wild = ['clusterResourceWhitelist', 'namespaceResourceWhitelist'].flatMap((list) =>
    listAt(project.object, 'spec', list).flatMap((entry, position) =>
      textAt(entry, 'group').includes('*') || textAt(entry, 'kind').includes('*')
        ? [
            finding(
              project,
              'project-limits',
              ['spec', list, position],
              'Name each kind with its group: a wildcard admits any.',
            ),
          ]
        : [],
    ),
  );
  return [...omitted, ...wild];
}
