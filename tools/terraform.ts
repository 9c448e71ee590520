import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import which from 'which';

const run = promisify(execFile);

export type TerraformAvailability =
  | { readonly available: true; readonly path: string }
  | { readonly available: false; readonly why: string };

/** What every rendered root asks for: write-only arguments came with Terraform 1.11. */
const probe = `terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}
`;

let availability: Promise<TerraformAvailability> | undefined;

/**
 * Tells whether Terraform can be used: it is on PATH, is new enough, and finds the AWS provider, be it in a registry
 * or in the mirror that TF_CLI_CONFIG_FILE names. Tried once a process, with a real `terraform init`.
 */
export function terraformAvailability(): Promise<TerraformAvailability> {
  availability ??= tryTerraform();
  return availability;
}

/** As `terraformAvailability`, but tried anew. */
export async function tryTerraform(): Promise<TerraformAvailability> {
  const path = await which('terraform', { nothrow: true });
  if (path === null) return { available: false, why: 'terraform is not on PATH' };
  const folder = await mkdtemp(join(tmpdir(), 'inference-gitops-terraform-'));
  try {
    await writeFile(join(folder, 'main.tf'), probe);
    await run(path, ['init', '-input=false', '-no-color'], { cwd: folder });
    return { available: true, path };
  } catch (failure) {
    return { available: false, why: `terraform init failed: ${firstError((failure as { stderr?: string }).stderr)}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Terraform frames an error with bars and wraps its text: "Error: summary", a blank line, the detail. */
function firstError(output = ''): string {
  const text = output.replaceAll(/^[╷│╵] ?/gm, '').split(/^Error: /m)[1] ?? output;
  const [summary = '', detail = ''] = text.trim().split(/\n\s*\n/);
  return `${summary.trim()}. ${detail.replaceAll(/\s+/g, ' ').trim()}`;
}
