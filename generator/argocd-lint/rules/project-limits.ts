import { finding, listAt, type Manifest, type ManifestFinding, type Rule, textAt, valueAt } from '../model.js';

/** Argo CD reads these as patterns: a character of one admits more than what is written. */
const isPattern = (text: string): boolean => /[*?[\]{}]|^!/.test(text);

/** A project that allows everything limits nothing. */
export const projectLimits: Rule = ({ projects }) =>
  projects.flatMap((project) => [...repositories(project), ...destinations(project), ...kinds(project)]);

function repositories(project: Manifest): ManifestFinding[] {
  return listAt(project.object, 'spec', 'sourceRepos').flatMap((repository, position) =>
    isPattern(String(repository))
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
      .filter((key) => isPattern(textAt(destination, key)))
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
      isPattern(textAt(entry, 'group')) || isPattern(textAt(entry, 'kind'))
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
