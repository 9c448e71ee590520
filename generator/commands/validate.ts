import { hasErrors, type Problem } from '../environment/problem.js';
import { type Repository, readRepository, withTemplates } from '../input/repository.js';
import { planFolders } from '../plan/plan.js';
import type { Command } from '../report/command.js';
import { countText, problemsText } from '../report/problems.js';

export const validate: Command = {
  summary: 'Tells every problem of every file in environments/.',
  usage: '',
  switches: {},
  async run({ root }) {
    const repository = readRepository(root);
    const { environments } = repository;
    const problems = await problemsOf(repository);
    const failed = hasErrors(problems);
    const names = environments.map(({ name }) => name);
    return {
      exitCode: failed ? 1 : 0,
      text: failed ? '' : `${names.length} environments are valid: ${names.join(', ')}\n`,
      notes: problems.length > 0 ? problemsText(root, problems) + countText(problems) : '',
      json: { valid: !failed, environments: names, problems },
    };
  },
};

/** Finds every problem that render would: those of the files, and without errors there, those of what is rendered. */
async function problemsOf(repository: Repository): Promise<readonly Problem[]> {
  if (hasErrors(repository.problems)) return repository.problems;
  const problems = [...repository.problems];
  // One plan at a time: the contents of a thousand environments don't fit into memory.
  for (const plan of planFolders(await withTemplates(repository), [])) problems.push(...plan.problems);
  return problems;
}
