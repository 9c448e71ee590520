import { namesOf } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { stateVariables, terraformVariables } from '../../generator/render/terraform.js';
import { hclEntries } from '../../generator/template/hcl.js';
import { environmentOf } from '../argocd/rendering.js';
import { shippedIdentities } from '../helpers/add-ons.js';

/** Gives an environment that ships, with overrides merged over it. */
export const environmentFrom = environmentOf;

/** Renders `<env>.auto.tfvars` of the root. */
export function rootInput(environment: Environment): string {
  return hclEntries(Object.entries(terraformVariables(environment, namesOf(environment), shippedIdentities)));
}

/** Renders `<env>.auto.tfvars` of the root that makes the state bucket. */
export function stateInput(environment: Environment): string {
  return hclEntries(Object.entries(stateVariables(environment, namesOf(environment))));
}
