import { hasErrors } from '../environment/problem.js';
import { readRepository } from '../input/repository.js';
import type { Command } from '../report/command.js';
import { countText, problemsText } from '../report/problems.js';

export const validate: Command = {
  summary: 'Tells every problem of every file in environments/.',
  usage: '',
  switches: {},
  async run({ root }) {
    const { environments, problems } = readRepository(root);
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
