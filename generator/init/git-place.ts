import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { tryGit } from '../git/git.js';

export interface GitPlace {
  /** Whether the folder lies in a work tree already. */
  readonly isInGit: boolean;
  readonly isTop: boolean;
  readonly branch: string;
}

/** Finds where a folder, which may not exist yet, lies in git. */
export function gitPlaceOf(folder: string): GitPlace {
  const place = nearestFolder(folder);
  const { status, stdout } = tryGit(place, ['rev-parse', '--show-toplevel']);
  if (status !== 0) return { isInGit: false, isTop: true, branch: 'main' };
  const branch = tryGit(place, ['symbolic-ref', '--quiet', '--short', 'HEAD']).stdout.trim();
  return { isInGit: true, isTop: stdout.trim() === realOr(folder), branch: branch || 'main' };
}

const nearestFolder = (folder: string): string => (existsSync(folder) ? folder : nearestFolder(dirname(folder)));

const realOr = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : folder);
