import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { entries, type GitOptions, git, tryGit } from './git.js';

/**
 * Paths that the next commit changes, from the work tree's top. An index that git prepares for a commit counts as the
 * index.
 */
export const stagedPaths = (top: string, below: readonly string[]): string[] =>
  entries(
    git(top, ['diff', '--cached', '--name-only', '--no-renames', '--no-ext-diff', '-z', '--', ...literal(below)]),
  );

/** Every path that the index holds below these. */
export const indexedPaths = (top: string, below: readonly string[]): string[] =>
  entries(git(top, ['ls-files', '-z', '--cached', '--', ...literal(below)]));

/** Writes files as the index holds them into another folder. */
export function exportIndex(top: string, paths: readonly string[], into: string): void {
  const input = paths.map((path) => `${path}\0`).join('');
  git(top, ['checkout-index', '--quiet', '-z', '--stdin', `--prefix=${into}/`], { input });
}

/** Paths below these whose file in the work tree is not what the index holds. */
export const unstagedPaths = (top: string, below: readonly string[]): Set<string> =>
  new Set(entries(git(top, ['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', '--', ...literal(below)])));

/** Notes in the index which files are unchanged, so that git doesn't have to compare them again. */
export const refreshIndex = (top: string): void => {
  tryGit(top, ['update-index', '-q', '--refresh']);
};

export interface StagedChanges {
  /** Path → content. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly deletions: readonly string[];
}

/**
 * Changes the index, and nothing else.
 * @param scratch a folder for what git is given to read
 */
export function stageChanges(top: string, { files, deletions }: StagedChanges, scratch: string): void {
  const hashes = writeObjects(top, [...files.values()], scratch);
  const lines = [...files.keys()].map((path, index) => ({ path, hash: hashes[index] as string }));
  changeIndex(top, lines, deletions);
  const lasting = lastingIndex(top);
  if (lasting) changeLastingIndex(top, { lines, deletions }, lasting);
}

interface IndexLine {
  readonly path: string;
  readonly hash: string;
}

function changeIndex(
  top: string,
  lines: readonly IndexLine[],
  deletions: readonly string[],
  env: GitOptions['env'] = {},
): void {
  const input = lines.map(({ path, hash }) => `100644 ${hash}\t${path}\0`).join('');
  if (lines.length > 0) git(top, ['update-index', '--add', '-z', '--index-info'], { input, env });
  const gone = deletions.map((path) => `${path}\0`).join('');
  if (deletions.length > 0) git(top, ['update-index', '--force-remove', '-z', '--stdin'], { input: gone, env });
}

/**
 * Writes contents into git's store of objects. One process for all: a process for each would take longer than the rest
 * of the commit.
 */
function writeObjects(top: string, contents: readonly Uint8Array[], scratch: string): string[] {
  if (contents.length === 0) return [];
  mkdirSync(scratch, { recursive: true });
  const files = contents.map((content, index) => {
    const file = join(scratch, String(index));
    writeFileSync(file, content);
    return file;
  });
  const input = `${files.join('\n')}\n`;
  return git(top, ['hash-object', '-w', '--no-filters', '--stdin-paths'], { input }).trim().split('\n');
}

/**
 * The index that is there after the commit. `git commit -- path` commits a temporary index, and afterwards puts another
 * in place, which lies beside it under the name of its lock. What isn't changed there as well would look staged for
 * deletion after the commit.
 */
function lastingIndex(top: string): string | undefined {
  const current = process.env['GIT_INDEX_FILE'] ?? '';
  if (!/(^|[\\/])next-index-[0-9]+\.lock$/.test(current)) return undefined;
  return resolve(
    top,
    git(top, ['rev-parse', '--git-path', 'index.lock'], { env: { GIT_INDEX_FILE: undefined } }).trim(),
  );
}

/** Changes that index only where it holds what the last commit holds: what somebody has staged there stays. */
function changeLastingIndex(
  top: string,
  { lines, deletions }: { readonly lines: readonly IndexLine[]; readonly deletions: readonly string[] },
  index: string,
): void {
  const env = { GIT_INDEX_FILE: index };
  const staged = new Set(
    entries(git(top, ['diff', '--cached', '--name-only', '--no-renames', '--no-ext-diff', '-z'], { env })),
  );
  const isFree = (path: string) => !staged.has(path);
  const free = lines.filter(({ path }) => isFree(path));
  changeIndex(top, free, deletions.filter(isFree), env);
}

/** Pathspecs that mean exactly these paths, whatever characters they hold. */
const literal = (paths: readonly string[]): string[] => paths.map((path) => `:(top,literal)${path}`);
