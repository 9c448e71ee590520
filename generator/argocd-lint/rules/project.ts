import { admitsDestination, admitsObject, admitsRepository, objectsOf } from '../admission.js';
import {
  listAt,
  type Rule,
  type RuleFinding,
  type ScannedObject,
  type Scene,
  sourcesOf,
  textAt,
  valueAt,
} from '../scene.js';

/**
 * Each Application is in a project that is rendered with it and that allows what the Application does. Argo CD checks
 * that at sync time only.
 */
export const project: Rule = {
  name: 'project',
  *check(scene) {
    for (const application of scene.applications) {
      const name = textAt(application.object, 'spec', 'project');
      const own = scene.projects.find(
        (candidate) => candidate.name === name && admitsNamespace(candidate, application.namespace),
      );
      if (own) yield* violations(application, own, scene);
      else yield { in: application, path: ['spec', 'project'], message: missing(name) };
    }
  },
};

/** A project is for Applications in its own namespace, and in those that it names. */
const admitsNamespace = (candidate: ScannedObject, namespace: string): boolean =>
  [candidate.namespace, ...listAt(candidate.object, 'spec', 'sourceNamespaces')].includes(namespace);

const missing = (name: string): string =>
  name === ''
    ? 'There is no project: name the AppProject that limits this Application.'
    : `No AppProject "${name}" is rendered in the namespace of this Application.`;

function* violations(application: ScannedObject, own: ScannedObject, scene: Scene): Iterable<RuleFinding> {
  yield* repositories(application, own);
  yield* destinations(application, own);
  yield* kinds(application, own, scene);
}

function* repositories(application: ScannedObject, own: ScannedObject): Iterable<RuleFinding> {
  for (const { source, path } of sourcesOf(application)) {
    const repoURL = textAt(source, 'repoURL');
    if (admitsRepository(own, repoURL)) continue;
    const message = `The AppProject ${own.name} doesn't list ${repoURL || 'this repository'} in sourceRepos.`;
    yield { in: application, path: [...path, 'repoURL'], message };
  }
}

function* destinations(application: ScannedObject, own: ScannedObject): Iterable<RuleFinding> {
  const destination = valueAt(application.object, 'spec', 'destination');
  if (admitsDestination(own, destination, textAt(destination, 'namespace'))) return;
  const message = `The AppProject ${own.name} doesn't list this cluster and namespace in destinations.`;
  yield { in: application, path: ['spec', 'destination'], message };
}

function* kinds(application: ScannedObject, own: ScannedObject, scene: Scene): Iterable<RuleFinding> {
  const destination = valueAt(application.object, 'spec', 'destination');
  for (const scanned of objectsOf(application, scene)) {
    if (scanned.kind === '' || admitsObject(own, scanned, destination)) continue;
    const message =
      `The Application ${application.name} may not apply this ${scanned.kind}: ` +
      `its AppProject ${own.name} doesn't admit the kind, or its namespace.`;
    yield { in: scanned, path: ['kind'], message };
  }
}
