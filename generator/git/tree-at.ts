import { UserError } from '../report/user-error.js';
import { entries, git, tryGit } from './git.js';

/**
 * Reads the files below a folder as a commit has them.
 * @param folder the folder in which git runs; paths are relative to it
 * @returns path → text, of regular files
 * @throws UserError for what names no commit, and outside of a git repository
 */
export function filesAt(folder: string, revision: string, below: string): Map<string, string> {
  const commit = commitOf(folder, revision);
  const listed = entries(git(folder, ['ls-tree', '-r', '-z', commit, '--', below])).flatMap((line) => {
    const [, mode = '', hash = '', path = ''] = /^([0-9]+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    return mode.startsWith('100') ? [{ hash, path }] : [];
  });
  const texts = blobs(
    folder,
    listed.map(({ hash }) => hash),
  );
  return new Map(listed.map(({ path }, index) => [path, texts[index] as string]));
}

/**
 * Lists the files below a folder of which the work tree has another content than a commit, untracked ones among them.
 * @param folder the folder in which git runs; paths are relative to it
 */
export const changedSince = (folder: string, commit: string, below: string): string[] => [
  ...entries(
    git(folder, ['diff', '--name-only', '--relative', '--no-renames', '--no-ext-diff', '-z', commit, '--', below]),
  ),
  ...entries(git(folder, ['ls-files', '-z', '--others', '--', below])),
];

/**
 * Resolves a branch, a tag or a commit.
 * @throws UserError for what names none
 */
export function commitOf(folder: string, revision: string): string {
  const { status, stdout } = tryGit(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  if (status === 0) return stdout.trim();
  if (tryGit(folder, ['rev-parse', '--git-dir']).status !== 0)
    throw new UserError('This folder is in no git repository, so there is nothing to compare with.');
  throw new UserError(`git knows no commit ${JSON.stringify(revision)} here.${isShallow(folder) ? ` ${deepen}` : ''}`);
}

/** Whether a clone has only the newest commits, as those of CI do. */
export const isShallow = (folder: string): boolean =>
  tryGit(folder, ['rev-parse', '--is-shallow-repository']).stdout.trim() === 'true';

/** Says how a shallow clone gets what it lacks. */
export const deepen = 'This clone is shallow: `git fetch --unshallow` brings the commits before its first.';

/** Reads objects of git's store, all by one process. */
function blobs(folder: string, hashes: readonly string[]): string[] {
  if (hashes.length === 0) return [];
  const output = Buffer.from(
    git(folder, ['cat-file', '--batch'], { input: `${hashes.join('\n')}\n`, encoding: 'latin1' }),
    'latin1',
  );
  let at = 0;
  return hashes.map(() => {
    const end = output.indexOf(10, at);
    const size = Number(output.toString('latin1', at, end).split(' ')[2]);
    at = end + 1 + size + 1;
    return output.toString('utf8', end + 1, end + 1 + size);
  });
}
