import { isPlainObject } from '../../base/merge.js';
import {
  isGiven,
  listAt,
  normalURL,
  type Rule,
  type RuleFinding,
  type ScannedObject,
  sourcesOf,
  textAt,
  valueAt,
} from '../scene.js';

/** Each Application has either `source` or `sources`: the CRD accepts both, and Argo CD then ignores `source`. */
export const source: Rule = {
  name: 'source',
  *check({ applications }) {
    for (const application of applications) {
      yield* count(application);
      yield* references(application);
      yield* emptySettings(application);
    }
  },
};

function* count(application: ScannedObject): Iterable<RuleFinding> {
  const single = isGiven(valueAt(application.object, 'spec', 'source'));
  const several = valueAt(application.object, 'spec', 'sources') !== undefined;
  const drySource = isGiven(valueAt(application.object, 'spec', 'sourceHydrator'));
  if (single && several) {
    const message = 'There are both source and sources: keep source.';
    yield { in: application, path: ['spec', 'sources'], message };
  } else if (!single && !drySource && listAt(application.object, 'spec', 'sources').length === 0) {
    const message = 'There is no source: say where the manifests come from.';
    yield { in: application, path: ['spec'], message };
  }
}

/**
 * Two sources of one repository, of which one refers to the other by `$ref`, have made Argo CD sync a revision that was
 * thousands of commits old (argo-cd #29716).
 */
function* references(application: ScannedObject): Iterable<RuleFinding> {
  const sources = sourcesOf(application);
  for (const { source: one, path } of sources) {
    const isTwice = sources.filter(({ source: other }) => repository(other) === repository(one)).length > 1;
    if (!isGiven(valueAt(one, 'ref')) || !isTwice) continue;
    const message = 'Another source is of the same repository: one source with a path can hold both.';
    yield { in: application, path: [...path, 'ref'], message };
  }
}

const repository = (one: unknown): string => normalURL(textAt(one, 'repoURL'));

/** Argo CD removes settings that hold defaults only from an Application, which then differs from git for ever. */
function* emptySettings(application: ScannedObject): Iterable<RuleFinding> {
  for (const { source: one, path } of sourcesOf(application)) {
    for (const key of ['directory', 'helm', 'kustomize'].filter((name) => saysNothing(valueAt(one, name)))) {
      const message = `${key} states defaults only, which Argo CD removes: leave it out.`;
      yield { in: application, path: [...path, key], message };
    }
  }
}

const saysNothing = (settings: unknown): boolean =>
  isPlainObject(settings) &&
  Object.values(settings).every((value) => value === false || value === '' || value === null);
