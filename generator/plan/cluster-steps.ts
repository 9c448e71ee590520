import type { Environment } from '../environment/resolve.js';
import { readVariables } from '../template/hcl-values.js';
import type { FolderContent } from '../tree/compare.js';

/** What the variables of Terraform say about the cluster. */
interface ClusterVariables {
  readonly version?: unknown;
  readonly service_cidr?: unknown;
}

/**
 * Tells what a cluster can't become but by being made again: a Kubernetes version back, or over a minor one, and
 * another range of Services. Compares with the variables of Terraform that are rendered.
 * @returns what would be lost, such as `Version prod-cluster 1.36 to 1.34`
 */
export function impossibleSteps({ name, cluster }: Environment, disk: FolderContent): string[] {
  const file = `terraform/${name}.auto.tfvars`;
  const before = disk.files.has(file) ? clusterIn(Buffer.from(disk.read(file)).toString('utf8')) : undefined;
  if (!before || cluster.existing) return [];
  const { version, service_cidr: range } = before;
  const [from, to] = [version, cluster.version].map((text) => Number(/^1\.([0-9]+)$/.exec(String(text))?.[1]));
  const isStep = Number.isNaN(from) || to === from || to === (from as number) + 1;
  return [
    ...(isStep ? [] : [`Version ${cluster.name} ${version} to ${cluster.version}`]),
    ...(range === cluster.serviceCidr
      ? []
      : [`ServiceRange ${cluster.name} ${range ?? 'of EKS'} to ${cluster.serviceCidr ?? 'that of EKS'}`]),
  ];
}

function clusterIn(text: string): ClusterVariables | undefined {
  try {
    return readVariables(text)['cluster'] as ClusterVariables | undefined;
  } catch {
    // Somebody has edited the file: what they wrote isn't known here.
    return undefined;
  }
}
