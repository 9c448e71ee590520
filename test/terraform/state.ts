import type { TerraformFolder } from './offline-terraform.js';

export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface StateModule {
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly StateModule[];
}

/** The managed resources that are in the state. */
export async function stateOf(root: TerraformFolder): Promise<readonly StateResource[]> {
  const { stdout } = await root.run(['show', '-json']);
  const { values } = JSON.parse(stdout) as { values?: { root_module: StateModule } };
  return values ? resourcesOf(values.root_module) : [];
}

function resourcesOf({ resources = [], child_modules: children = [] }: StateModule): StateResource[] {
  return [...resources.filter(({ mode }) => mode === 'managed'), ...children.flatMap(resourcesOf)];
}
