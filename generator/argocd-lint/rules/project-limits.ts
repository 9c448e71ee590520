import { isPattern } from '../../environment/patterns.js';
import { listAt, type Rule, type RuleFinding, type ScannedObject, textAt, valueAt } from '../scene.js';

/** A project lists the repositories, destinations and kinds that it allows, without wildcards. */
export const projectLimits: Rule = {
  name: 'project-limits',
  *check({ projects }) {
    for (const project of projects) {
      yield* repositories(project);
      yield* destinations(project);
      yield* kinds(project);
    }
  },
};

function* repositories(project: ScannedObject): Iterable<RuleFinding> {
  for (const [position, repository] of listAt(project.object, 'spec', 'sourceRepos').entries()) {
    if (!isPattern(String(repository))) continue;
    const message = 'Name each repository: a wildcard admits those of strangers.';
    yield { in: project, path: ['spec', 'sourceRepos', position], message };
  }
}

function* destinations(project: ScannedObject): Iterable<RuleFinding> {
  for (const [position, destination] of listAt(project.object, 'spec', 'destinations').entries()) {
    for (const key of ['server', 'name', 'namespace'].filter((name) => isPattern(textAt(destination, name)))) {
      const message = 'Name each cluster and namespace: a wildcard admits any.';
      yield { in: project, path: ['spec', 'destinations', position, key], message };
    }
  }
}

function* kinds(project: ScannedObject): Iterable<RuleFinding> {
  if (valueAt(project.object, 'spec', 'namespaceResourceWhitelist') === undefined) {
    const message = 'There is no namespaceResourceWhitelist, so every namespaced kind is allowed: list the kinds.';
    yield { in: project, path: ['spec'], message };
  }
  for (const list of ['clusterResourceWhitelist', 'namespaceResourceWhitelist']) {
    for (const [position, entry] of listAt(project.object, 'spec', list).entries()) {
      if (!isPattern(textAt(entry, 'group')) && !isPattern(textAt(entry, 'kind'))) continue;
      const message = 'Name each kind with its group: a wildcard admits any.';
      yield { in: project, path: ['spec', list, position], message };
    }
  }
}
