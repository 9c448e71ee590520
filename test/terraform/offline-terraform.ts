import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../tools/folders.js';
import { shippedAddOns } from '../helpers/add-ons.js';
import { type Files, writeFiles } from '../helpers/repository.js';

const execute = promisify(execFile);

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerraformFolder {
  readonly folder: string;
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Outcome>;
  remove(): Promise<void>;
}

/**
 * Copies terraform-templates/ and the policies of all add-ons, and runs `terraform init`.
 * @param at folder in the copy in which commands run
 */
export async function initialisedCopy(terraform: string, at = '.'): Promise<TerraformFolder> {
  const copy = await mkdtemp(join(tmpdir(), 'inference-gitops-terraform-'));
  await cp(join(repositoryRoot, 'terraform-templates'), copy, { recursive: true, filter: isTemplateSource });
  for (const [addOn, { policies }] of shippedAddOns.folders) {
    for (const [name, { text }] of policies) writeFiles(copy, { [`policies/${addOn}/${name}.json.tftpl`]: text });
  }
  return initialised(terraform, copy, at);
}

/** A folder of Terraform files by their paths, which `terraform init` has seen. */
export async function initialisedFolder(terraform: string, files: Files): Promise<TerraformFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'inference-gitops-terraform-'));
  writeFiles(folder, files);
  return initialised(terraform, folder);
}

async function initialised(terraform: string, top: string, at = '.'): Promise<TerraformFolder> {
  const folder = join(top, at);
  const run: TerraformFolder['run'] = (args, environment) => runIn(folder, terraform, args, environment);
  const { exitCode, stderr } = await run(['init', '-backend=false', '-input=false', '-no-color']);
  if (exitCode !== 0) throw new Error(stderr);
  return { folder, run, remove: () => rm(top, { recursive: true, force: true }) };
}

const isTemplateSource = (path: string): boolean => !['.terraform', '.terraform.lock.hcl'].includes(basename(path));

const probe = `provider "aws" { region = "ap-southeast-2" }
data "aws_caller_identity" "this" {}
`;

/** Checks whether the installed AWS provider plans without credentials: a stand-in does, the real one refuses. */
export async function plansWithoutCredentials(terraform: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'inference-gitops-terraform-'));
  try {
    await writeFile(join(folder, 'main.tf'), probe);
    const run = (...args: string[]) => runIn(folder, terraform, [...args, '-input=false', '-no-color']);
    return (await run('init')).exitCode === 0 && (await run('plan')).exitCode === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs Terraform without this machine's credentials, so that no test can change an AWS account. */
async function runIn(
  cwd: string,
  terraform: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  // Short runs of Go programs spend a third of their time on collecting garbage that fits in memory well.
  const env = { ...withoutCredentials(process.env), GOGC: '400', ...environment };
  try {
    return { exitCode: 0, ...(await execute(terraform, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 })) };
  } catch (failure) {
    const { code, stdout, stderr } = failure as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw failure;
    return { exitCode: code, stdout: stdout ?? '', stderr: stderr ?? '' };
  }
}

function withoutCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('TF_VAR_'));
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
