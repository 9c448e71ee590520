import { today } from '../base/today.js';
import { capacityFindings } from '../capacity/estimate.js';
import { advisoryFindings } from '../environment/advisories.js';
import { clearTextFindings } from '../environment/clear-text.js';
import { placeholderFindings } from '../environment/placeholders.js';
import { placeFindings } from '../environment/placement.js';
import { hasErrors, type Problem } from '../environment/problem.js';
import { supportFindings } from '../environment/support.js';
import { unheardFindings } from '../environment/unheard.js';
import { type Repository, readRepository, withTemplates } from '../input/repository.js';
import { noSuchEnvironment } from '../input/selection.js';
import { planFolders } from '../plan/plan.js';
import type { Command } from '../report/command.js';
import { countText, problemsText } from '../report/problems.js';
import type { Progress } from '../report/progress.js';
import { UserError } from '../report/user-error.js';

export const validate: Command = {
  summary: 'Tells every problem of every file in environments/.',
  usage: '[env…]',
  switches: {},
  async run({ root, environments: asked, progress }) {
    const repository = readRepository(root, undefined, progress);
    const problems = problemsFor(repository, asked, await problemsOf(repository, asked, progress));
    const failed = hasErrors(problems);
    const names = repository.environments.map(({ name }) => name).filter(isAmong(asked));
    return {
      exitCode: failed ? 1 : 0,
      text: failed ? '' : `${count(names.length)} valid: ${names.join(', ')}\n`,
      notes: problems.length > 0 ? problemsText(root, problems) + countText(problems) : '',
      json: { valid: !failed, environments: names, problems },
    };
  },
};

const count = (number: number): string => (number === 1 ? 'One environment is' : `${number} environments are`);

const isAmong = (asked: readonly string[]) => (name: string) => asked.length === 0 || asked.includes(name);

/**
 * Leaves out the problems of the files of environments that weren't asked for; those of the defaults are everybody's.
 * @throws UserError for a name that no environment has
 */
function problemsFor({ sources }: Repository, asked: readonly string[], problems: readonly Problem[]): Problem[] {
  const known = [...sources.overrides.keys()];
  for (const name of asked) if (!known.includes(name)) throw new UserError(noSuchEnvironment(name, known));
  const others = new Set(known.filter((name) => !isAmong(asked)(name)).map((name) => `environments/${name}.yaml`));
  return problems.filter(({ file }) => !others.has(file));
}

/**
 * Finds every problem that render would: those of the files, and without errors there, those of what is rendered.
 * Without errors it also tells what those that are asked for will meet: pods without a node are an error, too.
 */
async function problemsOf(
  repository: Repository,
  asked: readonly string[],
  progress: Progress | undefined,
): Promise<readonly Problem[]> {
  if (hasErrors(repository.problems)) return repository.problems;
  const problems = [...repository.problems];
  // One plan at a time: the contents of a thousand environments don't fit into memory.
  for (const plan of planFolders(await withTemplates(repository), [], undefined, progress))
    problems.push(...plan.problems);
  const day = today();
  for (const environment of repository.environments.filter(({ name }) => isAmong(asked)(name))) {
    const findings = [
      ...supportFindings(environment, day),
      ...advisoryFindings(environment),
      ...placeholderFindings(environment),
      ...clearTextFindings(environment),
      ...unheardFindings(environment),
      ...capacityFindings(environment),
    ];
    problems.push(...placeFindings(repository.sources, environment.name, findings));
  }
  // A value of the defaults is told once, however many environments inherit it.
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
