import test from 'ava';
import { isPlainObject } from '../../../generator/base/merge.js';
import { namesOf } from '../../../generator/environment/names.js';
import { effectOf, effects } from '../../../generator/foretell/terraform-effects.js';
import { terraformVariables } from '../../../generator/render/terraform.js';
import { shippedIdentities } from '../../helpers/add-ons.js';
import { fullEnvironment } from '../../helpers/full-environment.js';
import { resolved } from '../../helpers/resolved.js';
import { expectedStateVariables, expectedVariables } from '../render/fields/terraform-variables.js';

type Steps = readonly string[];

/** Every value that is no map and no list of maps; entries of lists are a step. */
const leavesOf = (value: unknown, path: Steps = []): Steps[] => {
  if (isPlainObject(value)) {
    const entries = Object.entries(value);
    return entries.length === 0 ? [path] : entries.flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isPlainObject))
    return value.flatMap((inner) => leavesOf(inner, [...path, 'entry']));
  return [path];
};

/** What the full environment doesn't have, because it excludes something of it. */
function others(): object[] {
  const subnet = (id: string) => ({ id, availability_zone: 'a' });
  const existing = { vpc_id: 'v', private_subnets: [subnet('a')], public_subnets: [subnet('b')] };
  const group = { zones: ['a'], ami_release: '1' };
  return [{ network: { existing }, cluster: { node_groups: [group] } }];
}

const leaves = [expectedVariables, expectedStateVariables, ...others()].flatMap((value) => leavesOf(value));

test('of each variable of Terraform it is declared what another value does', (t) => {
  const missing = leaves.filter(
    (path) => !effectOf(path) || effectOf(path)?.variable.split('.').length !== path.length,
  );
  t.deepEqual(
    [...new Set(missing.map((path) => path.join('.')))],
    [],
    'Declare it in generator/foretell/terraform-effects.ts.',
  );
});

test('the variables are those that an environment really gives', (t) => {
  const environment = resolved(fullEnvironment);
  const variables = terraformVariables(environment, namesOf(environment), shippedIdentities);
  t.deepEqual(Object.keys(variables).toSorted(), Object.keys(expectedVariables).toSorted());
});

test('no variable is declared twice', (t) => {
  const names = effects.map(({ variable }) => variable);
  t.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});
