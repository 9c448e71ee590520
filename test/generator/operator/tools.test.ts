import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { checkTools } from '../../../generator/operator/tools.js';
import { environmentOf } from '../../argocd/rendering.js';
import { writeScript } from '../../helpers/script.js';

const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-tools-'));
process.env['PATH'] = `${folder}${delimiter}${process.env['PATH']}`;
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

for (const [version, status, message] of [
  ['1.10.5', 'error', /^1\.10\.5: 1\.11 or newer is needed: https:/],
  ['1.11.4', 'note', /^1\.11\.4: faults of 1\.13 and older are no longer mended: https:/],
  ['1.13.9', 'note', /^1\.13\.9: faults of/],
  ['1.14.0', 'ok', /^1\.14\.0$/],
  ['2.0.0', 'ok', /^2\.0\.0$/],
] as const) {
  test.serial(`Terraform ${version} is ${status}`, async (t) => {
    const program = join(folder, 'terraform');
    writeScript(program, `#!/bin/sh\necho 'Terraform v${version}'\n`);
    const terraform = (await checkTools(environmentOf('prod'))).find(({ name }) => name === 'terraform');
    t.is(terraform?.status, status);
    t.regex(terraform?.message ?? '', message);
  });
}
