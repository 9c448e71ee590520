import { initialisedCopy, type TerraformFolder } from '../offline-terraform.js';
import { writeInput } from '../plan.js';

/** A resource as Terraform's state has it after an apply, when ARNs and IDs are known. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface StateModule {
  readonly resources?: readonly (Resource & { readonly mode: string })[];
  readonly child_modules?: readonly StateModule[];
}

export interface Applied {
  readonly root: TerraformFolder;
  readonly resources: readonly Resource[];
}

/** Applies terraform-templates/, or the root `at` in it, with this input. */
export async function applied(terraform: string, at: string, input: string): Promise<Applied> {
  const root = await initialisedCopy(terraform, at);
  await writeInput(root, input);
  const { exitCode, stderr } = await root.run([
    'apply',
    ...['-auto-approve', '-input=false', '-no-color', '-var-file=test.tfvars'],
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  const { stdout } = await root.run(['show', '-json']);
  const { values } = JSON.parse(stdout) as { values: { root_module: StateModule } };
  return { root, resources: resourcesOf(values.root_module) };
}

const resourcesOf = ({ resources = [], child_modules: children = [] }: StateModule): Resource[] => [
  ...resources.filter(({ mode }) => mode === 'managed'),
  ...children.flatMap(resourcesOf),
];

/** What stands at a place such as `module.a.aws_b.c["d"] / list.0.attribute`. */
export function valueAt(resources: readonly Resource[], place: string): unknown {
  const [address, path = ''] = place.split(' / ');
  const resource = resources.find((candidate) => candidate.address === address);
  if (!resource) throw new Error(`there is no ${address}`);
  return path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], resource.values);
}
