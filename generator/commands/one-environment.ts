import { hasErrors } from '../environment/problem.js';
import type { Environment } from '../environment/schema.js';
import { nearestOf } from '../nearest.js';
import type { Repository } from '../repository/repository.js';
import { ProblemsError, UserError } from '../user-error.js';

/** The one environment that a command was told to work on. @throws UserError when there isn't exactly one, or the input has errors */
export function oneEnvironment(
  { environments, problems }: Repository,
  asked: readonly string[],
  command: string,
): Environment {
  const [name, ...more] = asked;
  if (hasErrors(problems)) throw new ProblemsError(problems);
  const known = environments.map((environment) => environment.name);
  if (name === undefined || more.length > 0) {
    throw new UserError(
      `Say which one environment, such as: inference-gitops ${command} ${known[0]}. There are ${known.join(', ')}.`,
    );
  }
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const nearest = nearestOf(name, known);
  throw new UserError(
    `There is no environments/${name}.yaml${nearest ? `; did you mean ${nearest}?` : `; there are ${known.join(', ')}.`}`,
  );
}
