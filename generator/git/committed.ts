import { tryGit } from './git.js';

/**
 * Tells which of these files the last commit has: none before the first commit, and all where git can't tell, because
 * the folder is in no repository.
 */
export function committed(folder: string, paths: readonly string[]): ReadonlySet<string> {
  if (tryGit(folder, ['rev-parse', '--git-dir']).status !== 0) return new Set(paths);
  const { status, stdout } = tryGit(folder, ['ls-tree', '-z', '--name-only', 'HEAD', '--', ...paths]);
  return new Set(status === 0 ? stdout.split('\0') : []);
}

/** Whether a remote has been seen to have anything of this repository; so it is where git can't tell. */
export function isShared(folder: string): boolean {
  const { status, stdout } = tryGit(folder, ['for-each-ref', '--count=1', '--format=%(refname)', 'refs/remotes']);
  return status !== 0 || stdout.trim() !== '';
}
