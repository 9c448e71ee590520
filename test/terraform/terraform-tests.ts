import test, { type ExecutionContext } from 'ava';
import { terraformAvailability } from '../../tools/terraform.js';
import { plansWithoutCredentials } from './offline-terraform.js';

type Body = (t: ExecutionContext, terraform: string) => Promise<void>;

const terraform = await terraformAvailability();
const offline = terraform.available && (await plansWithoutCredentials(terraform.path));

/** Declares a test that needs Terraform and a provider's schema. Without them it is skipped, with why in its title. */
export function testWithTerraform(title: string, body: Body): void {
  if (terraform.available) test.serial(title, (t) => body(t, terraform.path));
  else test.serial.skip(`${title} (DID NOT RUN: ${terraform.why})`, (t) => t.fail());
}

/** Declares a test that plans or applies. It needs a stand-in for the AWS provider: no test calls AWS. */
export function testOffline(title: string, body: Body): void {
  if (offline) testWithTerraform(title, body);
  else if (terraform.available) test.serial.skip(`${title} (DID NOT RUN: ${needsStandIn})`, (t) => t.fail());
  else testWithTerraform(title, body);
}

const needsStandIn = 'it needs an AWS provider that works without an account: name its mirror in TF_CLI_CONFIG_FILE';
