import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { mergeDeep } from '../../generator/base/merge.js';
import { namesOf } from '../../generator/environment/names.js';
import { type Environment, environmentSchema } from '../../generator/environment/schema.js';
import { stateVariables, terraformVariables } from '../../generator/render/terraform.js';
import { hclEntries } from '../../generator/template/hcl.js';
import { repositoryRoot } from '../../tools/folders.js';

const read = (name: string): unknown =>
  parse(readFileSync(join(repositoryRoot, 'environments', `${name}.yaml`), 'utf8'));

/** An environment that ships, with more over it as another file would lay it. */
export function environmentFrom(name: string, overrides: object = {}): Environment {
  return environmentSchema.parse([read(name), overrides].reduce(mergeDeep, read('defaults')));
}

/** What the generator writes into `<env>.auto.tfvars` of the root. */
export function rootInput(environment: Environment): string {
  return hclEntries(Object.entries(terraformVariables(environment, namesOf(environment))));
}

/** What the generator writes into `<env>.auto.tfvars` of the root that makes the state bucket. */
export function stateInput(environment: Environment): string {
  return hclEntries(Object.entries(stateVariables(environment, namesOf(environment))));
}
