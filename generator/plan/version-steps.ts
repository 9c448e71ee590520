import type { Environment } from '../environment/resolve.js';
import { readVariables } from '../template/hcl-values.js';
import type { FolderContent } from '../tree/compare.js';

/**
 * Tells a step of the Kubernetes version that EKS doesn't take: back, or over a minor version. Compares with the
 * variables of Terraform that are rendered.
 * @returns what would be lost, such as `Version prod-cluster 1.36 to 1.34`
 */
export function impossibleSteps({ name, cluster }: Environment, disk: FolderContent): string[] {
  const file = `terraform/${name}.auto.tfvars`;
  const before = disk.files.has(file) ? versionIn(Buffer.from(disk.read(file)).toString('utf8')) : undefined;
  const [from, to] = [before, cluster.version].map((version) => Number(/^1\.([0-9]+)$/.exec(version ?? '')?.[1]));
  const isPossible = Number.isNaN(from) || to === from || to === (from as number) + 1;
  return isPossible ? [] : [`Version ${cluster.name} ${before} to ${cluster.version}`];
}

function versionIn(text: string): string | undefined {
  try {
    const { cluster } = readVariables(text) as { readonly cluster?: { readonly version?: unknown } };
    return typeof cluster?.version === 'string' ? cluster.version : undefined;
  } catch {
    // Somebody has edited the file: what they wrote isn't known here.
    return undefined;
  }
}
