import { UserError } from '../report/user-error.js';
import { entries, type GitOptions, git, tryGit } from './git.js';

/**
 * Lists what differs from the last commit below these paths, staged, unstaged or untracked.
 * @param folder the folder in which git runs; paths are relative to it
 * @throws UserError outside of a git repository
 */
export const uncommitted = (folder: string, paths: readonly string[]): string[] =>
  entries(git(folder, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', ...paths])).map(
    (line) => line.slice(3),
  );

/** Makes a branch at the last commit, and goes to it. @throws UserError where there is one of that name */
export const startBranch = (folder: string, branch: string): void => {
  git(folder, ['switch', '--quiet', '--create', branch]);
};

/**
 * Commits what these paths hold now, through the hooks and with a signature as git is set up.
 * @param env over the environment of this process
 * @returns its hash
 */
export function commitPaths(
  folder: string,
  paths: readonly string[],
  message: string,
  env: GitOptions['env'] = {},
): string {
  git(folder, ['add', '--all', '--', ...paths]);
  git(folder, ['commit', '--quiet', '--message', message, '--', ...paths], { env });
  return git(folder, ['rev-parse', '--short', 'HEAD']).trim();
}

/** Whether git knows in whose name it commits. */
export const knowsAuthor = (folder: string): boolean =>
  ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].every((name) => tryGit(folder, ['var', name]).status === 0);

/** Where the work tree stands: a branch, or a commit where it is on none. */
export function currentPlace(folder: string): { readonly branch: string | undefined; readonly commit: string } {
  const { status, stdout } = tryGit(folder, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  const head = tryGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (head.status !== 0) throw new UserError('There is no commit yet: make the first one.');
  return { branch: status === 0 ? stdout.trim() : undefined, commit: head.stdout.trim() };
}

/**
 * Brings back what the last commit has below these paths, and removes what it doesn't have. Only for paths in which
 * nothing was uncommitted before.
 */
export function discard(folder: string, paths: readonly string[]): void {
  tryGit(folder, ['restore', '--source=HEAD', '--staged', '--worktree', '--', ...paths]);
  tryGit(folder, ['clean', '-fdq', '--', ...paths]);
}

/** Goes back to where the work tree stood, and removes the branch that was made. */
export function abandonBranch(
  folder: string,
  branch: string,
  { branch: before, commit }: ReturnType<typeof currentPlace>,
): void {
  tryGit(folder, before === undefined ? ['switch', '--quiet', '--detach', commit] : ['switch', '--quiet', before]);
  tryGit(folder, ['branch', '--quiet', '-D', branch]);
}

/** A commit that changed something below a path. */
export interface Commit {
  readonly hash: string;
  /** `2026-11-26` */
  readonly date: string;
  readonly subject: string;
}

/** Lists the latest commits that changed these paths, the newest first. */
export const historyOf = (folder: string, paths: readonly string[], most: number): Commit[] =>
  entries(git(folder, ['log', `--max-count=${most}`, '--format=%h%x09%cs%x09%s', '-z', '--', ...paths])).map((line) => {
    const [hash = '', date = '', ...subject] = line.split('\t');
    return { hash, date, subject: subject.join(' ') };
  });
