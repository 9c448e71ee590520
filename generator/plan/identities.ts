import { isPlainObject } from '../base/merge.js';
import { isOfArgoCD } from '../render/argocd.js';
import type { RenderedEnvironment, RenderInput } from '../render/environment.js';

/**
 * Lists the real objects that an environment stands for: when one of them is no longer rendered, or has another name,
 * something in the cluster or in AWS is deleted.
 */
export function identitiesOf({ environment, names }: RenderInput, { manifests }: RenderedEnvironment): Set<string> {
  const { aws, cluster, workloads } = environment;
  const applications = manifests.flatMap(({ objects }) => objects.flatMap((object) => identityOf(object) ?? []));
  return new Set([
    ...applications,
    ...workloads.map(({ namespace }) => `Namespace ${namespace}`),
    `Cluster ${aws.accountId}/${aws.region}/${cluster.name}`,
    `TerraformRoot ${names.stateBucket}/${names.stateKey}`,
  ]);
}

function identityOf(object: unknown): string | undefined {
  if (!isPlainObject(object) || !isPlainObject(object['metadata']) || !isOfArgoCD(object)) return undefined;
  const { kind, metadata } = object;
  return kind === 'Application' || kind === 'AppProject'
    ? `${kind} ${metadata['namespace']}/${metadata['name']}`
    : undefined;
}
