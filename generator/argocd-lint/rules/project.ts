import { admitsDestination, admitsObject, admitsRepository, manifestsOf } from '../admission.js';
import {
  finding,
  type Manifest,
  type ManifestFinding,
  type Rule,
  type Scene,
  sourcesOf,
  textAt,
  valueAt,
} from '../model.js';

/** Each Application is in a project that is rendered with it and admits what it does. Argo CD finds out at sync time only. */
export const project: Rule = (scene) => scene.applications.flatMap((application) => check(application, scene));

function check(application: Manifest, scene: Scene): ManifestFinding[] {
  const name = textAt(application.object, 'spec', 'project');
  const place = ['spec', 'project'];
  if (name === '')
    return [
      finding(application, 'project', place, 'There is no project: name the AppProject that limits this Application.'),
    ];
  const own = scene.projects.find(
    (candidate) => candidate.name === name && candidate.namespace === application.namespace,
  );
  if (!own) {
    return [
      finding(
        application,
        'project',
        place,
        `No AppProject "${name}" is rendered in the namespace of this Application.`,
      ),
    ];
  }
  return [...repositories(application, own), ...destinations(application, own), ...kinds(application, own, scene)];
}

function repositories(application: Manifest, own: Manifest): ManifestFinding[] {
  return sourcesOf(application)
    .filter(({ source }) => !admitsRepository(own, textAt(source, 'repoURL')))
    .map(({ source, path }) =>
      finding(
        application,
        'project',
        [...path, 'repoURL'],
        `The AppProject ${own.name} doesn't list ${textAt(source, 'repoURL') || 'this repository'} in sourceRepos.`,
      ),
    );
}

function destinations(application: Manifest, own: Manifest): ManifestFinding[] {
  const destination = valueAt(application.object, 'spec', 'destination');
  const namespace = textAt(destination, 'namespace');
  if (admitsDestination(own, destination, namespace)) return [];
  return [
    finding(
      application,
      'project',
      ['spec', 'destination'],
      `The AppProject ${own.name} doesn't list this cluster and namespace in destinations.`,
    ),
  ];
}

function kinds(application: Manifest, own: Manifest, scene: Scene): ManifestFinding[] {
  const destination = valueAt(application.object, 'spec', 'destination');
  return manifestsOf(application, scene)
    .filter((manifest) => manifest.kind !== '' && !admitsObject(own, manifest, destination))
    .map((manifest) =>
      finding(
        manifest,
        'project',
        ['kind'],
        `The Application ${application.name} may not apply this ${manifest.kind}: its AppProject ${own.name} doesn't admit the kind, or its namespace.`,
      ),
    );
}
