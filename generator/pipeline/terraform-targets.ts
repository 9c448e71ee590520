import { namesOf, roleArn } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import { UserError } from '../report/user-error.js';

/** Where a workflow runs Terraform, and as whom. */
export interface TerraformTarget {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly role: string;
  /** Of the Terraform root, from the top of the git repository. */
  readonly folder: string;
}

/** The environment of that name, or those whose Terraform is among the changed files. */
export type Wanted = { readonly name: string } | { readonly changed: readonly string[] };

/**
 * Lists the environments that let workflows run their Terraform, as far as they are wanted.
 *
 * @throws UserError when the named one doesn't let them
 */
export function terraformTargets(
  environments: readonly Environment[],
  use: 'plan' | 'apply',
  wanted: Wanted,
): TerraformTarget[] {
  const targets = environments.filter(({ pipeline }) => pipeline?.terraform).map((each) => targetOf(each, use));
  if ('changed' in wanted)
    return targets.filter(({ folder }) => wanted.changed.some((file) => file.startsWith(`${folder}/`)));
  const named = targets.filter(({ environment }) => environment === wanted.name);
  if (named.length === 0) throw new UserError(`environments/${wanted.name}.yaml has no pipeline.terraform.`);
  return named;
}

function targetOf(environment: Environment, use: 'plan' | 'apply'): TerraformTarget {
  const { terraformRoles, paths } = namesOf(environment);
  return {
    environment: environment.name,
    account: environment.aws.accountId,
    region: environment.aws.region,
    role: roleArn(environment, terraformRoles[use]),
    folder: environment.folder + paths.terraform,
  };
}
