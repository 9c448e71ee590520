import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TerraformFolder } from './offline-terraform.js';

export interface PlannedResource {
  readonly address: string;
  /** Where the resource is in the state, when the configuration says that it has moved. */
  readonly previous_address?: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly change: { readonly actions: readonly string[]; readonly after: Readonly<Record<string, unknown>> };
}

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
}

export interface Plan {
  readonly diagnostics: readonly Diagnostic[];
  readonly resources: readonly PlannedResource[];
}

/** Puts `.tfvars` text where commands take it from by `-var-file=test.tfvars`. */
export const writeInput = (root: TerraformFolder, input: string): Promise<void> =>
  writeFile(join(root.folder, 'test.tfvars'), input);

/** Plans with the given `.tfvars` text as input. */
export async function plan(root: TerraformFolder, input: string): Promise<Plan> {
  await writeInput(root, input);
  const { stdout } = await root.run([
    'plan',
    '-json',
    '-input=false',
    '-lock=false',
    '-var-file=test.tfvars',
    '-out=test.tfplan',
  ]);
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type?: string; diagnostic?: Diagnostic });
  const diagnostics = messages.flatMap(({ diagnostic }) => diagnostic ?? []);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics, resources: [] };
  const shown = await root.run(['show', '-json', 'test.tfplan']);
  const { resource_changes: resources } = JSON.parse(shown.stdout) as { resource_changes: PlannedResource[] };
  return { diagnostics, resources: resources.filter(({ mode }) => mode === 'managed') };
}

/** Counts the planned resources of each of these types. */
export function counted({ resources }: Plan, types: readonly string[]): Record<string, number> {
  return Object.fromEntries(types.map((type) => [type, resources.filter((resource) => resource.type === type).length]));
}
