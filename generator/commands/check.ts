import { type Differences, findDifferences } from '../plan/differences.js';
import type { Command } from '../report/command.js';
import { countText, problemsText } from '../report/problems.js';
import { afterChange } from '../report/user-error.js';
import { finishInterrupted, recoveredSentence } from '../tree/workspace.js';

/** What each state means to the person who reads it, and what to do. */
const meanings = {
  missing: 'is missing: run render',
  stale: 'is stale: the input has changed since it was rendered; run render',
  edited: 'is hand-edited: move the change into environments/ or the templates, then run render',
  orphaned: 'is orphaned: nothing in the input asks for it any more; run render',
  unowned: 'is unowned: the generator did not write it; move it out of rendered/',
  blocked: 'is blocked: something that the generator does not own is in its place; move that away, then run render',
} as const;

export const check: Command = {
  summary:
    'Tells whether rendered/ is exactly what the input gives; exit code 2 when it is not. ' +
    'Changes nothing, but that it finishes a render that was interrupted.',
  usage: '[env…]',
  switches: {},
  async run({ root, environments }) {
    const recovered = await finishInterrupted(root);
    const changed = `${recoveredSentence} Nothing else was changed.`;
    const found = await (recovered
      ? afterChange(changed, () => findDifferences(root, environments))
      : findDifferences(root, environments));
    const files = found.differences.map(({ path, status }) => ({ path, status: status as keyof typeof meanings }));
    const isClean = files.length === 0;
    const lines = files.map(({ path, status }) => `${path} ${meanings[status]}\n`).join('');
    return {
      exitCode: isClean ? 0 : 2,
      text: isClean ? 'rendered/ is what the input gives.\n' : lines,
      notes: (recovered ? `${recoveredSentence}\n` : '') + notes(root, found),
      json: {
        clean: isClean,
        recovered,
        files,
        leftAlone: found.bystanders,
        problems: found.problems,
      },
    };
  },
};

function notes(root: string, { problems, bystanders }: Differences): string {
  const warnings = problems.length > 0 ? problemsText(root, problems) + countText(problems) : '';
  return warnings + bystanders.map((path) => `${path} is yours and is left alone.\n`).join('');
}
