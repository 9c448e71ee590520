import type { Environment } from '../environment/resolve.js';
import { entries, tryGit } from '../git/git.js';
import { remoteOf, unpushedCommits } from '../git/remote.js';
import { findDifferences } from '../plan/differences.js';
import type { Check } from '../report/check.js';

/** Whether what would be applied is what the environment says, and what others see. */
export async function checkRepository(root: string, { gitops, name }: Environment): Promise<Check[]> {
  return [await checkRendered(root, name), ...checkGit(root, gitops)];
}

export async function checkRendered(root: string, environment: string): Promise<Check> {
  const name = 'rendered';
  const { differences, interrupted } = await findDifferences(root, [environment]);
  if (interrupted)
    return { name, status: 'difference', message: 'A render was interrupted: run render or check, which finish it.' };
  const [first] = differences;
  if (!first)
    return { name, status: 'ok', message: `rendered/${environment} is what environments/${environment}.yaml gives` };
  const more = differences.length > 1 ? ` and ${differences.length - 1} more` : '';
  return {
    name,
    status: 'difference',
    message: `${first.path}${more} is not what the input gives: run render ${environment}`,
  };
}

function checkGit(root: string, gitops: Environment['gitops']): Check[] {
  if (tryGit(root, ['rev-parse', '--git-dir']).status !== 0) {
    return [
      {
        name: 'git',
        status: 'error',
        message: `${root} is no git repository: Argo CD reads what is committed and pushed.`,
      },
    ];
  }
  return [checkClean(root), checkRemote(root, gitops)];
}

function checkClean(root: string): Check {
  const name = 'committed';
  const changed = entries(tryGit(root, ['status', '--porcelain', '-z', '--no-renames', '--', '.']).stdout);
  const [first] = changed;
  if (first === undefined) return { name, status: 'ok', message: 'nothing is left to commit' };
  const more = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
  return { name, status: 'difference', message: `not committed: ${first.slice(3)}${more}` };
}

function checkRemote(root: string, { repoURL, targetRevision }: Environment['gitops']): Check {
  const name = 'remote';
  const { name: remote, urls } = remoteOf(root, repoURL);
  if (remote === undefined) {
    const found = urls.length > 0 ? `its remotes are ${urls.join(', ')}` : 'it has no remote';
    return {
      name,
      status: 'difference',
      message: `Argo CD reads ${repoURL} (gitops.repoURL); this is another repository: ${found}`,
    };
  }
  const unpushed = unpushedCommits(root, remote, targetRevision);
  if (unpushed)
    return {
      name,
      status: 'difference',
      message: `${unpushed} commits are not in ${remote}/${targetRevision}, which Argo CD reads: push`,
    };
  return { name, status: 'ok', message: `${remote} is ${repoURL}` };
}
