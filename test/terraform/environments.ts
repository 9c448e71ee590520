import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { mergeDeep } from '../../generator/base/merge.js';
import { namesOf } from '../../generator/environment/names.js';
import { type Environment, environmentSchema } from '../../generator/environment/schema.js';
import { stateVariables, terraformVariables } from '../../generator/render/terraform.js';
import { hclEntries } from '../../generator/template/hcl.js';
import { repositoryRoot } from '../../tools/folders.js';
import { shippedIdentities } from '../helpers/add-ons.js';

const read = (name: string): unknown =>
  parse(readFileSync(join(repositoryRoot, 'environments', `${name}.yaml`), 'utf8'));

/** Gives an environment that ships, with overrides merged over it. */
export function environmentFrom(name: string, overrides: object = {}): Environment {
  return environmentSchema.parse([read(name), overrides].reduce(mergeDeep, read('defaults')));
}

/** Renders `<env>.auto.tfvars` of the root. */
export function rootInput(environment: Environment): string {
  return hclEntries(Object.entries(terraformVariables(environment, namesOf(environment), shippedIdentities)));
}

/** Renders `<env>.auto.tfvars` of the root that makes the state bucket. */
export function stateInput(environment: Environment): string {
  return hclEntries(Object.entries(stateVariables(environment, namesOf(environment))));
}
