import type { Environment } from '../environment/resolve.js';
import { fieldDifferences } from '../foretell/fields.js';
import { readSoundRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { printable } from '../report/problems.js';
import { UserError } from '../report/user-error.js';

export const compare: Command = {
  summary: 'Compares two environments field by field; what is expected to differ is grey. Exit code 2 when more does.',
  usage: 'one other',
  switches: {},
  async run({ root, environments: [one, other, ...more], color }) {
    if (one === undefined || other === undefined || more.length > 0)
      throw new UserError('Say which two environments, such as: inference-gitops compare staging prod.');
    const { environments } = readSoundRepository(root);
    const [left, right] = [one, other].map((name) => selectEnvironments(environments, [name])[0] as Environment);
    const differences = fieldDifferences(left as Environment, right as Environment);
    const lines = differences.map((difference) => {
      const text = printable(`${difference.path}: ${said(difference.one)} | ${said(difference.other)}`);
      return difference.expected && color
        ? `\u001b[90m${text}\u001b[0m\n`
        : `${text}${difference.expected ? ' (expected)' : ''}\n`;
    });
    const unexpected = differences.filter(({ expected }) => !expected);
    return {
      exitCode: unexpected.length > 0 ? 2 : 0,
      text: lines.join('') || `${one} and ${other} are the same.\n`,
      json: { environments: [one, other], differences },
    };
  },
};

const said = (value: unknown): string => (value === null ? 'nothing' : JSON.stringify(value));
