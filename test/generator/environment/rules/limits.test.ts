import test from 'ava';
import { mergeFiles } from '../../../../generator/environment/merge-files.js';
import { checkEnvironment } from '../../../../generator/environment/rules.js';
import type { EnvironmentInput } from '../../../../generator/environment/schema.js';
import { shippedInputs } from '../../../charts/environments.js';
import { resolved } from '../../../helpers/resolved.js';
import { limits } from './limits.js';

const prod = shippedInputs().get('prod') as EnvironmentInput;
const knownAddons = Object.keys(prod.addons);

const isFound = (rule: string, edit: object): boolean =>
  checkEnvironment(resolved(mergeFiles(prod, edit) as object), { knownAddons }).some(
    (finding) => finding.rule === rule,
  );

for (const { rule, limit, taken, found } of limits) {
  test(`${rule} takes what is at its limit and finds what is beyond: ${limit}`, (t) => {
    for (const edit of taken) t.false(isFound(rule, edit), `takes ${JSON.stringify(edit)}`);
    for (const edit of found) t.true(isFound(rule, edit), `finds ${JSON.stringify(edit)}`);
  });
}
