import type { Path } from '../../environment/problem.js';
import { isGiven, listAt, normalURL, type Rule, type Scene, sourcesOf, textAt, valueAt } from '../scene.js';

interface Mention {
  readonly at: Path;
  readonly entry: string;
}

/** What an Application reads of this repository is there. */
export const path: Rule = {
  name: 'path',
  *check(scene) {
    for (const application of scene.applications) {
      for (const { source, path: at } of sourcesOf(application)) {
        if (normalURL(textAt(source, 'repoURL')) !== normalURL(scene.repoURL)) continue;
        for (const mistake of mistakesIn(source, at, scene)) yield { in: application, ...mistake };
      }
    }
  },
};

function* mistakesIn(source: unknown, at: Path, scene: Scene): Iterable<{ path: Path; message: string }> {
  if (!isGiven(valueAt(source, 'path')) && !isGiven(valueAt(source, 'ref')))
    yield { path: at, message: 'There is no path: name the folder of this repository.' };
  for (const { at: place, entry } of mentionsIn(source, at)) {
    if (!isThere(entry, scene)) yield { path: place, message: `There is no ${entry} in this repository.` };
  }
}

function mentionsIn(source: unknown, at: Path): Mention[] {
  if (!isGiven(valueAt(source, 'path'))) return [];
  const folder = textAt(source, 'path');
  const valueFiles = listAt(source, 'helm', 'valueFiles').map((file, position) => ({
    at: [...at, 'helm', 'valueFiles', position],
    entry: `${folder}/${String(file)}`,
  }));
  return [{ at: [...at, 'path'], entry: folder }, ...valueFiles];
}

function isThere(entry: string, scene: Scene): boolean {
  const parts = entry.split('/');
  return !entry.startsWith('/') && !parts.includes('..') && !parts.includes('.') && scene.hasPath(entry);
}
