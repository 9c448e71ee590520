import { pathText } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { leafDifferences } from './leaves.js';

/** A field in which two environments differ. */
export interface FieldDifference {
  readonly path: string;
  /** Null where it says nothing. */
  readonly one: unknown;
  readonly other: unknown;
  /** Whether it makes an environment itself. */
  readonly expected: boolean;
}

/** Lists the fields in which two environments differ, with what follows from what is written. */
export const fieldDifferences = (left: Environment, right: Environment): FieldDifference[] =>
  leafDifferences(fieldsOf(left), fieldsOf(right)).map(({ path, from, to }) => ({
    path: pathText(path),
    one: from ?? null,
    other: to ?? null,
    expected: isExpected(path.join('.')),
  }));

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
