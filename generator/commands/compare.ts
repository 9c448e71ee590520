import { hasErrors, pathText } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { leafDifferences } from '../foretell/leaves.js';
import { readRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { printable } from '../report/problems.js';
import { ProblemsError, UserError } from '../report/user-error.js';

export const compare: Command = {
  summary: 'Compares two environments field by field; what is expected to differ is grey. Exit code 2 when more does.',
  usage: 'one other',
  switches: {},
  async run({ root, environments: [one, other, ...more], color }) {
    if (one === undefined || other === undefined || more.length > 0)
      throw new UserError('Say which two environments, such as: inference-gitops compare staging prod.');
    const { environments, problems } = readRepository(root);
    if (hasErrors(problems)) throw new ProblemsError(problems);
    const [left, right] = [one, other].map((name) => selectEnvironments(environments, [name])[0] as Environment);
    const differences = leafDifferences(fieldsOf(left as Environment), fieldsOf(right as Environment)).map(
      ({ path, from, to }) => ({
        path: pathText(path),
        one: from ?? null,
        other: to ?? null,
        expected: isExpected(path.join('.')),
      }),
    );
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

/** What an environment says, and what follows from it, with its workloads by key. */
function fieldsOf({ workloads, manifests: _, ownTerraform: __, folder: ___, ...environment }: Environment) {
  const byKey = workloads.map(({ key, ...workload }) => [key, workload] as const);
  return { ...environment, workloads: Object.fromEntries(byKey) };
}

/** What makes an environment itself: its name, place and addresses, and what follows from them. */
const expected: readonly RegExp[] = [
  /^name$/,
  /^aws\.(accountId|namePrefix|permissionsBoundary|assumeRoleArn)$/,
  /^registry\./,
  /^network\.(cidr|publicSubnets|privateSubnets|peeredWith|existing)/,
  /^cluster\.(name|accessEntries|publicAccessCidrs|existing)/,
  /\.exposure\.ingress\.(host|certificateArn)$/,
  /\.model\.(bucket|region|accountId|kmsKeyArn)$/,
  /^gitops\.(targetRevision|destinationCluster|hubRoleArn|existing)/,
  /^observability\.(alarmEmails|budget)/,
];

const isExpected = (path: string): boolean => expected.some((pattern) => pattern.test(path));

const said = (value: unknown): string => (value === null ? 'nothing' : JSON.stringify(value));
