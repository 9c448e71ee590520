import { isPlainObject } from '../../base/merge.js';
import {
  finding,
  isGiven,
  listAt,
  type Manifest,
  type ManifestFinding,
  normalURL,
  type Rule,
  sourcesOf,
  textAt,
  valueAt,
} from '../model.js';

/** One source, from one place: the CRD accepts `source` beside `sources`, and Argo CD then ignores the former. */
export const source: Rule = ({ applications }) =>
  applications.flatMap((application) => [...count(application), ...references(application), ...defaults(application)]);

function count(application: Manifest): ManifestFinding[] {
  const single = isGiven(valueAt(application.object, 'spec', 'source'));
  const several = valueAt(application.object, 'spec', 'sources') !== undefined;
  const drySource = isGiven(valueAt(application.object, 'spec', 'sourceHydrator'));
  if (single && several)
    return [finding(application, 'source', ['spec', 'sources'], 'There are both source and sources: keep source.')];
  if (single || drySource || listAt(application.object, 'spec', 'sources').length > 0) return [];
  return [finding(application, 'source', ['spec'], 'There is no source: say where the manifests come from.')];
}

/** Values of the same repository by `$ref` have synced a revision thousands of commits old (argo-cd #29716). */
function references(application: Manifest): ManifestFinding[] {
  const sources = sourcesOf(application);
  return sources.flatMap(({ source: one, path }) => {
    const isTwice = sources.filter(({ source: other }) => repository(other) === repository(one)).length > 1;
    return isGiven(valueAt(one, 'ref')) && isTwice
      ? [
          finding(
            application,
            'source',
            [...path, 'ref'],
            'Another source is of the same repository: one source with a path can hold both.',
          ),
        ]
      : [];
  });
}

const repository = (one: unknown): string => normalURL(textAt(one, 'repoURL'));

/** Argo CD takes settings that say nothing out of an Application when it reads it: who applied them sees a difference for ever. */
function defaults(application: Manifest): ManifestFinding[] {
  return sourcesOf(application).flatMap(({ source: one, path }) =>
    ['directory', 'helm', 'kustomize']
      .filter((key) => saysNothing(valueAt(one, key)))
      .map((key) =>
        finding(
          application,
          'source',
          [...path, key],
          `${key} states defaults only, which Argo CD takes out again: remove it.`,
        ),
      ),
  );
}

const saysNothing = (settings: unknown): boolean =>
  isPlainObject(settings) &&
  Object.values(settings).every((value) => value === false || value === '' || value === null);
