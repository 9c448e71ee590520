import { abandonBranch, commitPaths, currentPlace, discard, startBranch } from '../git/commit.js';

/** A commit that was made, and where. */
export interface Made {
  readonly hash: string;
  /** Undefined where HEAD is on none. */
  readonly branch: string | undefined;
}

export interface CommitOf {
  /** What is changed and committed, from the repository's root. Nothing in it may be uncommitted before. */
  readonly paths: readonly string[];
  readonly message: string;
  /** A branch that is made for it; without one it goes where HEAD is. */
  readonly branch?: string;
}

/**
 * Makes a change and commits it. Where either fails, nothing of it stays: neither files nor the branch.
 * @throws what the change, git or a hook of the repository says
 */
export async function commitChange(
  root: string,
  { paths, message, branch }: CommitOf,
  change: () => Promise<unknown>,
): Promise<Made> {
  const before = currentPlace(root);
  if (branch !== undefined) startBranch(root, branch);
  try {
    await change();
    const hash = commitPaths(root, paths, message);
    return { hash, branch: currentPlace(root).branch };
  } catch (error) {
    discard(root, paths);
    if (branch !== undefined) abandonBranch(root, branch, before);
    throw error;
  }
}
