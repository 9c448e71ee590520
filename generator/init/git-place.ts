import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { tryGit } from '../git/git.js';
import { folderInGit } from '../input/folder-in-git.js';

export interface GitPlace {
  /** Whether the folder lies in a work tree already. */
  readonly isInGit: boolean;
  readonly isTop: boolean;
  readonly branch: string;
}

/** Finds where a folder, which may not exist yet, lies in git. */
export function gitPlaceOf(folder: string): GitPlace {
  const place = nearestFolder(folder);
  if (tryGit(place, ['rev-parse', '--is-inside-work-tree']).status !== 0)
    return { isInGit: false, isTop: true, branch: 'main' };
  const branch = tryGit(place, ['symbolic-ref', '--quiet', '--short', 'HEAD']).stdout.trim();
  return { isInGit: true, isTop: folderInGit(folder) === '', branch: branch || 'main' };
}

const nearestFolder = (folder: string): string => (existsSync(folder) ? folder : nearestFolder(dirname(folder)));
