import { createTwoFilesPatch } from 'diff';
import type { Content } from '../base/hash.js';
import { type Difference, findDifferences } from '../plan/differences.js';
import type { Command } from '../report/command.js';
import { countText, printable, problemsText } from '../report/problems.js';
import { recordName } from '../tree/record.js';

export const diff: Command = {
  summary: 'Shows what render would change, as a unified diff. Changes nothing; exit code 2 when there is something.',
  usage: '[env…]',
  switches: {},
  async run({ root, environments, color }) {
    const { differences, problems, interrupted } = await findDifferences(root, environments);
    const changes = differences.filter(({ status, path }) => status !== 'unowned' && !path.endsWith(`/${recordName}`));
    const patches = changes.map((change) => ({ path: change.path, status: change.status, patch: patchOf(change) }));
    const text = patches.map(({ patch }) => patch).join('');
    return {
      exitCode: changes.length > 0 ? 2 : 0,
      text: color ? colored(text) : text,
      notes:
        (interrupted ? interruption : '') +
        (problems.length > 0 ? problemsText(root, problems) + countText(problems) : ''),
      json: { changed: changes.length > 0, interrupted, files: patches, problems },
    };
  },
};

const interruption = 'A render was interrupted while it changed files: render and check finish it.\n';

const absent = '/dev/null';

function patchOf({ path, before, after }: Difference): string {
  const [from, to] = [before ? `a/${path}` : absent, after ? `b/${path}` : absent];
  const patch = createTwoFilesPatch(from, to, textOf(before), textOf(after));
  return printable(patch.replace(/^=+\n/, ''));
}

const textOf = (content: Content | undefined): string =>
  typeof content === 'string' ? content : Buffer.from(content ?? []).toString('utf8');

const colors: readonly (readonly [RegExp, number])[] = [
  [/^(---|\+\+\+) /, 1],
  [/^@@/, 36],
  [/^\+/, 32],
  [/^-/, 31],
];

function colored(patch: string): string {
  const paint = (line: string) => {
    const code = colors.find(([pattern]) => pattern.test(line))?.[1];
    return code === undefined ? line : `\u001b[${code}m${line}\u001b[0m`;
  };
  return patch.split('\n').map(paint).join('\n');
}
