import { nearestOf } from '../base/nearest.js';
import { hasErrors } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { ProblemsError, UserError } from '../report/user-error.js';
import type { Repository } from './repository.js';

/**
 * Picks the environments that a command was given by name: all of them when none was.
 * @throws UserError for a name that no environment has
 */
export function selectEnvironments(
  environments: readonly Environment[],
  asked: readonly string[],
): readonly Environment[] {
  const known = environments.map(({ name }) => name);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UserError(noSuchEnvironment(unknown, known));
  return asked.length === 0 ? environments : environments.filter(({ name }) => asked.includes(name));
}

/**
 * Picks the one environment that a command works on.
 * @throws UserError when there isn't exactly one, ProblemsError when the input has errors
 */
export function oneEnvironment(
  { environments, problems }: Repository,
  asked: readonly string[],
  command: string,
): Environment {
  if (hasErrors(problems)) throw new ProblemsError(problems);
  if (asked.length !== 1) {
    const known = environments.map(({ name }) => name);
    throw new UserError(
      `Say which one environment, such as: inference-gitops ${command} ${known[0]}. There are ${known.join(', ')}.`,
    );
  }
  return selectEnvironments(environments, asked)[0] as Environment;
}

export function noSuchEnvironment(name: string, known: readonly string[]): string {
  const nearest = nearestOf(name, known);
  const advice = nearest ? `did you mean ${nearest}?` : `there are ${known.join(', ')}.`;
  return `There is no environments/${name}.yaml; ${advice}`;
}
