import { hasErrors, type Problem } from '../environment/problem.js';
import { type Repository, readValidRepository } from '../input/repository.js';
import { ProblemsError } from '../report/user-error.js';
import type { FileState } from '../tree/compare.js';
import { isInterrupted } from '../tree/workspace.js';
import { type FolderPlan, planFolders } from './plan.js';

/** A file that isn't what the input gives. */
export interface Difference extends FileState {
  /** From the repository's root. */
  readonly path: string;
}

export interface Differences {
  readonly repository: Repository;
  /** Every problem of the input, warnings only: errors are thrown. */
  readonly problems: readonly Problem[];
  readonly differences: readonly Difference[];
  /** Somebody's own files beside a Terraform root, which Terraform reads and the generator never touches. */
  readonly bystanders: readonly string[];
  readonly interrupted: boolean;
}

/** What render would do, and what it would leave; reads only. */
export async function findDifferences(root: string, asked: readonly string[]): Promise<Differences> {
  const repository = await readValidRepository(root);
  const problems = [...repository.problems];
  const differences: Difference[] = [];
  const bystanders: string[] = [];
  for (const plan of planFolders(repository, asked)) {
    problems.push(...plan.problems);
    for (const difference of differencesOf(plan)) {
      if (isBystander(difference)) bystanders.push(difference.path);
      else differences.push(difference);
    }
  }
  if (hasErrors(problems)) throw new ProblemsError(problems);
  return { repository, problems, differences, bystanders, interrupted: isInterrupted(root) };
}

const differencesOf = ({ name, states }: FolderPlan): Difference[] =>
  states
    .filter(({ status }) => status !== 'unchanged')
    .map((state) => ({ ...state, path: `rendered/${name}${state.path === '' ? '' : `/${state.path}`}` }));

const isBystander = ({ path, status }: Difference): boolean =>
  status === 'unowned' && /^rendered\/[^/]+\/terraform\//.test(path);
