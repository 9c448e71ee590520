import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { tryGit } from '../git/git.js';
import { UserError } from '../report/user-error.js';

/** Where a repository of environments lies in git's work tree. */
export interface WorkTree {
  /** The top of the work tree. */
  readonly top: string;
  /** From there to the repository's root, with forward slashes; empty when they are one. */
  readonly prefix: string;
}

/** @throws UserError outside of a work tree */
export function workTreeOf(root: string): WorkTree {
  const top = isInsideHook() ? process.cwd() : topOf(root);
  const prefix = relative(realpathSync(top), realpathSync(root)).split(sep).join('/');
  return { top, prefix };
}

/** Git starts a hook at the top, and sets variables by which it would take any other folder for the top. */
const isInsideHook = (): boolean => process.env['GIT_INDEX_FILE'] !== undefined;

function topOf(root: string): string {
  const { status, stdout } = tryGit(root, ['rev-parse', '--show-toplevel']);
  if (status !== 0)
    throw new UserError(`${root} is not in the work tree of a git repository: there is nothing to commit to.`);
  return stdout.replace(/\r?\n$/, '');
}

export const inside = (prefix: string, path: string): string => (prefix === '' ? path : `${prefix}/${path}`);
