import { readVariables } from '../template/hcl-values.js';
import type { Change, Consequence, FolderState } from './change.js';
import { type LeafDifference, leafDifferences } from './leaves.js';
import { effectOf } from './terraform-effects.js';

/** Roots of Terraform, and where the variables of each lie. */
const roots = (environment: string) => [
  { object: 'Terraform', file: `terraform/${environment}.auto.tfvars` },
  { object: 'Terraform state', file: `terraform/state/${environment}.auto.tfvars` },
];

/** Tells what Terraform will do, by the meaning of the variables that differ. */
export const terraformChanges = (environment: string, before: FolderState, after: FolderState): Change[] =>
  roots(environment).flatMap(({ object, file }) =>
    leafDifferences(variablesIn(before.get(file)), variablesIn(after.get(file)))
      .filter((difference) => !isToldByIdentity(difference))
      .map((difference) => changeOf(environment, object, difference)),
  );

/** Paths of the files that this tells about. */
export const terraformFiles = (environment: string): string[] => roots(environment).map(({ file }) => file);

const variablesIn = (text: string | undefined): unknown => (text === undefined ? {} : readVariables(text));

/** Node groups and workloads that go are told by what they were, and so are repositories and secrets. */
const isToldByIdentity = ({ path, to }: LeafDifference): boolean => {
  const [section, second] = path;
  const isWhole = (section === 'workloads' && path.length === 2) || (second === 'node_groups' && path.length === 3);
  return isWhole && to === undefined;
};

function changeOf(environment: string, object: string, { path, from, to }: LeafDifference): Change {
  const effect = effectOf(path);
  const workload = path[0] === 'workloads' && path.length > 1 ? String(path[1]) : undefined;
  return {
    environment,
    workload,
    consequence: from === undefined && isEntry(path) ? 'created' : consequenceOf(effect?.consequence, from, to),
    object,
    field: path.join('.'),
    from,
    to,
    note: effect?.note ?? '',
  };
}

/** Whether a path is that of a whole node group, workload, access entry or role. */
const isEntry = (path: LeafDifference['path']): boolean =>
  (['workloads', 'controllers', 'eks_addon_roles'].includes(String(path[0])) && path.length === 2) ||
  (['node_groups', 'access_entries'].includes(String(path[1])) && path.length === 3);

/** A list that only grows destroys nothing. */
function consequenceOf(consequence: Consequence | undefined, from: unknown, to: unknown): Consequence {
  if (consequence !== 'destroyed' || !Array.isArray(from) || !Array.isArray(to))
    return consequence ?? 'changed in place';
  return from.every((entry) => to.includes(entry)) ? 'created' : 'destroyed';
}
