import { list } from '../commands/problems.js';
import { hasErrors } from '../environment/problem.js';
import type { FolderPlan } from '../repository/plan.js';
import { ProblemsError } from '../user-error.js';

/** Why a commit can't be completed, in sentences. */
export interface RefusedRender {
  readonly refused: string;
}

/** @throws ProblemsError for problems of the input */
export function refusalOf(plans: readonly FolderPlan[]): RefusedRender | undefined {
  const problems = plans.flatMap(({ problems: found }) => found);
  if (hasErrors(problems)) throw new ProblemsError(problems);
  const blocked = plans.flatMap(({ name, states }) =>
    states.filter(({ status }) => status === 'blocked').map(({ path }) => `rendered/${name}/${path}`),
  );
  if (blocked.length > 0) {
    return {
      refused: `These staged files are not the generator's and stand where it has to write:\n${list(blocked)}Take them out of the commit.\n`,
    };
  }
  const lost = plans.flatMap(({ name, lost: identities }) => identities.map((identity) => `${identity} (${name})`));
  if (lost.length === 0) return undefined;
  return {
    refused: `This commit would delete or rename:\n${list(lost)}If that is what you want: render with --allow-destructive, stage rendered/, and commit again.\n`,
  };
}
