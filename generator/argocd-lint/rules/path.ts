import type { Path } from '../../environment/problem.js';
import {
  isGiven,
  type LocatedSource,
  listAt,
  normalURL,
  type Rule,
  type Scene,
  sourcesOf,
  textAt,
  valueAt,
} from '../scene.js';

/** A file or folder that an Application names. */
interface Mention {
  /** Path to its name in the Application. */
  readonly path: Path;
  /** Path of the file or folder from the repository's root. */
  readonly entry: string;
}

/** Every file and folder of this repository that an Application names exists. */
export const sourcePath: Rule = {
  name: 'path',
  *check(scene) {
    for (const application of scene.applications) {
      for (const located of sourcesOf(application)) {
        if (normalURL(textAt(located.source, 'repoURL')) !== normalURL(scene.repoURL)) continue;
        for (const mistake of mistakesIn(located, scene)) yield { in: application, ...mistake };
      }
    }
  },
};

function* mistakesIn(located: LocatedSource, scene: Scene): Iterable<{ path: Path; message: string }> {
  const { source, path } = located;
  if (!isGiven(valueAt(source, 'path')) && !isGiven(valueAt(source, 'ref')))
    yield { path, message: 'There is no path: name the folder of this repository.' };
  for (const mention of mentionsIn(located)) {
    if (!exists(mention.entry, scene))
      yield { path: mention.path, message: `There is no ${mention.entry} in this repository.` };
  }
}

function mentionsIn({ source, path }: LocatedSource): Mention[] {
  if (!isGiven(valueAt(source, 'path'))) return [];
  const folder = textAt(source, 'path');
  const valueFiles = listAt(source, 'helm', 'valueFiles').map((file, position) => ({
    path: [...path, 'helm', 'valueFiles', position],
    entry: `${folder}/${String(file)}`,
  }));
  return [{ path: [...path, 'path'], entry: folder }, ...valueFiles];
}

function exists(entry: string, scene: Scene): boolean {
  const parts = entry.split('/');
  return !entry.startsWith('/') && !parts.includes('..') && !parts.includes('.') && scene.hasPath(entry);
}
