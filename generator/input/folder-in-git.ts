import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Finds where a project lies in its git repository: `platform/ml/`, or an empty text at the top and where there is no
 * git. It looks for `.git` itself, a folder or a worktree's file: starting git would take longer than a whole check.
 */
export function folderInGit(root: string): string {
  const start = existsSync(root) ? realpathSync(root) : root;
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) {
      const below = relative(folder, start).split(sep).join('/');
      return below === '' ? '' : `${below}/`;
    }
    if (dirname(folder) === folder) return '';
  }
}
