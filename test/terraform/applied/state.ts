import { initialisedCopy, type TerraformFolder } from '../offline-terraform.js';
import { writeInput } from '../plan.js';
import { type StateResource, stateOf } from '../state.js';

export interface Applied {
  readonly root: TerraformFolder;
  readonly resources: readonly StateResource[];
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
  return { root, resources: await stateOf(root) };
}

/** What stands at a place such as `module.a.aws_b.c["d"] / list.0.attribute`. */
export function valueAt(resources: readonly StateResource[], place: string): unknown {
  const [address, path = ''] = place.split(' / ');
  const resource = resources.find((candidate) => candidate.address === address);
  if (!resource) throw new Error(`there is no ${address}`);
  return path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], resource.values);
}
