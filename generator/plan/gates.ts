import { hasErrors, type Problem } from '../environment/problem.js';
import { list } from '../report/problems.js';
import { ProblemsError } from '../report/user-error.js';
import { type Loss, lossText } from './losses.js';
import type { FolderPlan } from './plan.js';

/** Reasons not to carry out a plan. */
export interface Hindrances {
  readonly problems: readonly Problem[];
  /** Paths from the repository's root at which a file that the generator doesn't own would be overwritten. */
  readonly blocked: readonly string[];
  /** Real things that would be deleted or replaced. */
  readonly lost: readonly Loss[];
}

/** Sentences that say what the user can do about a refusal. They differ between a render and a commit. */
export interface Remedies {
  readonly blocked: string;
  /** Given what `--allow-destructive` would have to name. */
  readonly lost: (approvals: string) => string;
}

/** Collects the reasons not to carry out one plan. */
export const hindrancesOf = ({ name, states, lost, isAbandoned, problems }: FolderPlan): Hindrances => ({
  problems,
  blocked: states.filter(({ status }) => status === 'blocked').map(({ path }) => `rendered/${name}/${path}`),
  lost: lost.map((identity) => ({ environment: name, identity, isAbandoned: isAbandoned === true })),
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
  if (lost.length > 0) return lossesText(lost) + remedies.lost(approvalsFor(lost));
  return undefined;
}

function lossesText(losses: readonly Loss[]): string {
  const abandoned = environmentsOf(losses.filter(({ isAbandoned }) => isAbandoned));
  return `This would delete or replace:\n${list(losses.map(lossText))}${abandoned.map(abandonedText).join('')}`;
}

const abandonedText = (name: string): string =>
  `environments/${name}.yaml is gone, and what it made in AWS is not: that goes on, and costs money. Bring the file ` +
  `back, run \`inference-gitops teardown ${name}\` first, and remove it then.\n`;

const environmentsOf = (losses: readonly Loss[]): string[] => [
  ...new Set(losses.map(({ environment }) => environment)),
];

const approvalsFor = (losses: readonly Loss[]): string =>
  environmentsOf(losses)
    .map((name) => `--allow-destructive=${name}`)
    .join(' ');
