import { hasErrors, type Problem } from '../environment/problem.js';
import { type RenderableRepository, readValidRepository } from '../input/repository.js';
import type { Progress } from '../report/progress.js';
import { ProblemsError } from '../report/user-error.js';
import type { FileState } from '../tree/compare.js';
import { isInterrupted } from '../tree/journal.js';
import { type FolderPlan, planFolders } from './plan.js';

/** A file whose content isn't what render would write. */
interface Difference extends FileState {
  /** Path from the repository's root. */
  readonly path: string;
}

export interface Differences {
  readonly repository: RenderableRepository;
  /** Warnings about the input; errors are thrown. */
  readonly problems: readonly Problem[];
  readonly differences: readonly Difference[];
  /** Files in a Terraform root that the generator doesn't own: it never touches them, but Terraform reads them. */
  readonly bystanders: readonly string[];
  readonly interrupted: boolean;
}

/** Finds what render would change, and what it would leave alone. Writes nothing. */
export async function findDifferences(
  root: string,
  asked: readonly string[],
  progress?: Progress,
): Promise<Differences> {
  const repository = await readValidRepository(root, undefined, progress);
  const problems = [...repository.problems];
  const differences: Difference[] = [];
  const bystanders: string[] = [];
  for (const plan of planFolders(repository, asked, undefined, progress)) {
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
