import test from 'ava';
import { mergeDeep } from '../../../../generator/base/merge.js';
import { checkEnvironment } from '../../../../generator/environment/rules.js';
import { type Environment, environmentSchema } from '../../../../generator/environment/schema.js';
import { shippedEnvironments } from '../../../charts/environments.js';
import { limits } from './limits.js';

const prod = (await shippedEnvironments()).get('prod') as Environment;
const knownAddons = Object.keys(prod.addons);

const isFound = (rule: string, edit: object): boolean =>
  checkEnvironment(environmentSchema.parse(mergeDeep(prod, edit)), { knownAddons }).some(
    (finding) => finding.rule === rule,
  );

for (const { rule, limit, taken, found } of limits) {
  test(`${rule} takes what is at its limit and finds what is beyond: ${limit}`, (t) => {
    for (const edit of taken) t.false(isFound(rule, edit), `takes ${JSON.stringify(edit)}`);
    for (const edit of found) t.true(isFound(rule, edit), `finds ${JSON.stringify(edit)}`);
  });
}
