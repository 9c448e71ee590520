import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import test from 'ava';
import which from 'which';
import { tryTerraform } from '../../tools/terraform.js';
import { writeScript } from '../helpers/script.js';

const originalPath = process.env['PATH'];
const terraformIsInstalled = (await which('terraform', { nothrow: true })) !== null;

test.afterEach.always(() => {
  process.env['PATH'] = originalPath;
});

test.serial('without terraform on PATH it is not available', async (t) => {
  process.env['PATH'] = await emptyFolder();
  t.deepEqual(await tryTerraform(), { available: false, why: 'terraform is not on PATH' });
});

test.serial('a terraform that answers is available', async (t) => {
  const path = await putTerraformOnPath('exit 0');
  t.deepEqual(await tryTerraform(), { available: true, path });
});

test.serial("a terraform whose provider doesn't resolve is not available, and says why in one line", async (t) => {
  await putTerraformOnPath(`cat >&2 <<END
╷
│ Error: Failed to query available provider packages
│
│ Could not retrieve the list of available versions for provider
│ hashicorp/aws: no such host
│
│ To see which modules are currently depending on hashicorp/aws, run
╵
END
exit 1`);
  t.deepEqual(await tryTerraform(), {
    available: false,
    why:
      'terraform init failed: Failed to query available provider packages. ' +
      'Could not retrieve the list of available versions for provider hashicorp/aws: no such host',
  });
});

(terraformIsInstalled ? test.serial : test.serial.skip)(
  'the real terraform is not available while its mirror is empty',
  async (t) => {
    process.env['TF_CLI_CONFIG_FILE'] = await configurationOfAnEmptyMirror();
    const found = await tryTerraform();
    t.false(found.available);
    t.regex(found.available ? '' : found.why, /^terraform init failed: Failed to query available provider packages\. /);
  },
);

function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'inference-gitops-terraform-test-'));
}

async function putTerraformOnPath(script: string): Promise<string> {
  const folder = await emptyFolder();
  const path = join(folder, 'terraform');
  writeScript(path, `#!/bin/sh\n${script}\n`);
  process.env['PATH'] = [folder, originalPath].join(delimiter);
  return path;
}

async function configurationOfAnEmptyMirror(): Promise<string> {
  const folder = await emptyFolder();
  const path = join(folder, 'terraform.rc');
  await writeFile(path, `provider_installation {\n  filesystem_mirror {\n    path = "${folder}"\n  }\n}\n`);
  return path;
}
