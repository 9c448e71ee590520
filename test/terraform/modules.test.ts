import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../tools/folders.js';
import { shippedAddOns } from '../helpers/add-ons.js';
import { formattingOf } from '../helpers/readers.js';
import { initialisedCopy } from './offline-terraform.js';
import { testWithTerraform } from './terraform-tests.js';

const modules = readdirSync(join(repositoryRoot, 'terraform-templates', 'modules'));

for (const module of modules) {
  testWithTerraform(`the module ${module} does what its own tests say`, async (t, terraform) => {
    const copy = await initialisedCopy(terraform, join('modules', module));
    t.teardown(copy.remove);
    const { exitCode, stdout } = await copy.run(['test', '-no-color']);
    t.is(exitCode, 0, stdout);
    t.regex(stdout, /Success! [1-9][0-9]* passed, 0 failed\./);
  });
}

for (const root of ['.', 'state']) {
  testWithTerraform(`the root ${root} is valid, without a warning`, async (t, terraform) => {
    const copy = await initialisedCopy(terraform, root);
    t.teardown(copy.remove);
    const { stdout } = await copy.run(['validate', '-json']);
    t.deepEqual((JSON.parse(stdout) as { diagnostics: unknown[] }).diagnostics, []);
  });
}

for (const [addOn, { policies }] of shippedAddOns.folders) {
  for (const [name, { text }] of policies) {
    testWithTerraform(`the policy ${name} of ${addOn} is one document, laid out as terraform fmt does`, async (t) => {
      // terraform fmt reads configurations only: there, what is between ${ and } is an expression as here.
      const [, expression] = /^\$\{(jsonencode\(\{\n.*\n\}\))\}\n$/s.exec(text) ?? [];
      t.not(expression, undefined);
      t.is(await formattingOf(t, `policy = ${expression}\n`), '');
    });
  }
}

testWithTerraform('everything is laid out as terraform fmt lays it out', async (t, terraform) => {
  const copy = await initialisedCopy(terraform);
  t.teardown(copy.remove);
  const { exitCode, stdout } = await copy.run(['fmt', '-check', '-recursive']);
  t.is(stdout, '');
  t.is(exitCode, 0);
});
