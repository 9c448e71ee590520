import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TerraformFolder } from './offline-terraform.js';

export interface PlannedResource {
  readonly address: string;
  /** Where the resource is in the state, when the configuration says that it has moved. */
  readonly previous_address?: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>>;
  };
}

interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
}

/** What a plan does to one resource, without its values. */
interface Change {
  readonly address: string;
  readonly type: string;
  readonly action: string;
}

export interface Plan {
  readonly diagnostics: readonly Diagnostic[];
  readonly changes: readonly Change[];
  /** The managed resources with their planned values. */
  resources(): Promise<PlannedResource[]>;
}

/** Puts `.tfvars` text where commands take it from by `-var-file=test.tfvars`. */
export const writeInput = (root: TerraformFolder, input: string): Promise<void> =>
  writeFile(join(root.folder, 'test.tfvars'), input);

interface Message {
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  readonly change?: { readonly resource: { readonly addr: string; readonly resource_type: string }; action: string };
}

/** Plans with the given `.tfvars` text as input. */
export async function plan(root: TerraformFolder, input: string): Promise<Plan> {
  await writeInput(root, input);
  const file = `${randomUUID()}.tfplan`;
  const { stdout } = await root.run([
    'plan',
    ...['-json', '-input=false', '-lock=false', '-var-file=test.tfvars', `-out=${file}`],
  ]);
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Message);
  return {
    diagnostics: messages.flatMap(({ diagnostic }) => diagnostic ?? []),
    changes: messages.flatMap(({ type, change }) =>
      type === 'planned_change' && change
        ? [{ address: change.resource.addr, type: change.resource.resource_type, action: change.action }]
        : [],
    ),
    resources: () => resourcesIn(root, file),
  };
}

async function resourcesIn(root: TerraformFolder, file: string): Promise<PlannedResource[]> {
  const { exitCode, stdout, stderr } = await root.run(['show', '-json', file]);
  if (exitCode !== 0) throw new Error(stderr);
  const { resource_changes: resources } = JSON.parse(stdout) as { resource_changes: PlannedResource[] };
  return resources.filter(({ mode }) => mode === 'managed');
}

/** Counts the planned resources of each of these types. */
export function counted({ changes }: Plan, types: readonly string[]): Record<string, number> {
  return Object.fromEntries(types.map((type) => [type, changes.filter((change) => change.type === type).length]));
}
