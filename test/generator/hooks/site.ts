import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { git, tryGit } from '../../../generator/git/git.js';
import { cli } from '../../helpers/cli.js';
import { run } from '../../helpers/commands.js';
import { type Files, folderWith, writeFiles } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';

/** Nobody's configuration but the repository's own. */
const author = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

export interface Site {
  /** The repository of environments. */
  readonly root: string;
  git(...args: readonly string[]): string;
  tryGit(...args: readonly string[]): { readonly status: number | null; readonly stderr: string };
  /** Runs `hooks install` or `hooks uninstall`. @returns what it prints @throws Error with what it complains of */
  hooks(action: 'install' | 'uninstall'): Promise<string>;
  write(files: Files): void;
}

/** A repository that is rendered and committed, without a hook. @param folder where in its work tree it lies */
export async function site(t: ExecutionContext, { top = folderWith(t), folder = '' } = {}): Promise<Site> {
  const root = join(top, folder);
  writeFiles(root, smallRepository(['dev', 'prod']));
  git(top, ['init', '--quiet', '--initial-branch=main'], { env: author });
  if ((await run('render', root)).exitCode !== 0) throw new Error('render failed');
  const made = siteAt(top, root);
  made.git('add', '--all');
  made.git('commit', '--quiet', '--message', 'first');
  return made;
}

/** What can be done in a work tree. */
export const siteAt = (top: string, root = top): Site => ({
  root,
  git: (...args) => git(top, args, { env: author }),
  tryGit: (...args) => tryGit(top, args, { env: author }),
  hooks: async (action) => {
    const { exitCode, stdout, stderr } = await cli(['hooks', action, '--root', root]);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  },
  write: (files) => writeFiles(root, files),
});

/** Whether a commit's rendered/ is exactly what its environments imply: the files that differ. */
export async function differencesOf(t: ExecutionContext, { git: inSite }: Site, folder = ''): Promise<string> {
  const copy = join(folderWith(t), 'copy');
  inSite('worktree', 'add', '--quiet', '--detach', copy, 'HEAD');
  const { text } = await run('check', join(copy, folder));
  inSite('worktree', 'remove', '--force', copy);
  return text;
}

export const clean = 'rendered/ is what the input gives.\n';
