import type { Path } from '../../environment/problem.js';
import {
  finding,
  isGiven,
  listAt,
  type Manifest,
  type ManifestFinding,
  normalURL,
  type Rule,
  type Scene,
  sourcesOf,
  textAt,
  valueAt,
} from '../model.js';

/** What an Application reads of this repository is there. */
export const path: Rule = (scene) => scene.applications.flatMap((application) => check(application, scene));

function check(application: Manifest, scene: Scene): ManifestFinding[] {
  return sourcesOf(application)
    .filter(({ source }) => normalURL(textAt(source, 'repoURL')) === normalURL(scene.repoURL))
    .flatMap(({ source, path: place }) => {
      if (!isGiven(valueAt(source, 'path'))) {
        return isGiven(valueAt(source, 'ref'))
          ? []
          : [finding(application, 'path', place, 'There is no path: name the folder of this repository.')];
      }
      const folder = textAt(source, 'path');
      const missing = (entry: string, at: Path) =>
        isThere(entry, scene) ? [] : [finding(application, 'path', at, `There is no ${entry} in this repository.`)];
      return [
        ...missing(folder, [...place, 'path']),
        ...listAt(source, 'helm', 'valueFiles').flatMap((file, position) =>
          missing(`${folder}/${String(file)}`, [...place, 'helm', 'valueFiles', position]),
        ),
      ];
    });
}

function isThere(entry: string, scene: Scene): boolean {
  const parts = entry.split('/');
  return !entry.startsWith('/') && !parts.includes('..') && !parts.includes('.') && scene.hasPath(entry);
}
