import { hasErrors, type Problem } from '../environment/problem.js';
import { list } from '../report/problems.js';
import { ProblemsError } from '../report/user-error.js';
import type { FolderPlan } from './plan.js';

/** Reasons not to carry out a plan. */
export interface Hindrances {
  readonly problems: readonly Problem[];
  /** Paths from the repository's root at which a file that the generator doesn't own would be overwritten. */
  readonly blocked: readonly string[];
  /** Real objects that would be deleted or renamed, such as `Application argocd/ml-inference-prod (prod)`. */
  readonly lost: readonly string[];
}

/** Sentences that say what the user can do about a refusal. They differ between a render and a commit. */
export interface Remedies {
  readonly blocked: string;
  readonly lost: string;
}

/** Collects the reasons not to carry out one plan. */
export const hindrancesOf = ({ name, states, lost, problems }: FolderPlan): Hindrances => ({
  problems,
  blocked: states.filter(({ status }) => status === 'blocked').map(({ path }) => `rendered/${name}/${path}`),
  lost: lost.map((identity) => `${identity} (${name})`),
});

/**
 * Explains why nothing may be changed; undefined when everything may.
 * @throws ProblemsError for problems of the input
 */
export function refusalOf(found: readonly Hindrances[], remedies: Remedies): string | undefined {
  const problems = found.flatMap((one) => one.problems);
  const blocked = found.flatMap((one) => one.blocked);
  const lost = found.flatMap((one) => one.lost);
  if (hasErrors(problems)) throw new ProblemsError(problems);
  if (blocked.length > 0) {
    return `These files are not the generator's and stand where it has to write:\n${list(blocked)}${remedies.blocked}`;
  }
  if (lost.length > 0) return `This would delete or rename:\n${list(lost)}${remedies.lost}`;
  return undefined;
}
