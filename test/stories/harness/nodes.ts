import { managedNodeGroups } from '../../../generator/environment/node-groups.js';
import type { Environment } from '../../../generator/environment/resolve.js';
import type { Cluster, Manifest } from './cluster.js';

/** What a pod can have of a node (measured on t3.medium), by instance type. */
const allocatable: Readonly<Record<string, object>> = {
  't3.medium': { cpu: '1930m', memory: '3400Mi', pods: '17', 'ephemeral-storage': '18Gi' },
};

type NodeManifest = Manifest & { readonly metadata: { readonly name: string }; readonly status: object };

/** As many nodes as the environment's groups may have, spread over its zones. */
export function nodesOf(environment: Environment): NodeManifest[] {
  const all = environment.network.availabilityZones;
  const groups = managedNodeGroups(environment).flatMap((group) => Array.from({ length: group.max }, () => group));
  return groups.map(({ name: group, instanceTypes: [type = ''], zones = all }, index) => {
    const zone = zones[index % zones.length] ?? '';
    const name = `${group}-${index}`;
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'eks.amazonaws.com/nodegroup': group,
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'node.kubernetes.io/instance-type': type,
          'topology.kubernetes.io/zone': zone,
        },
      },
      status: { allocatable: allocatable[type] ?? {}, capacity: allocatable[type] ?? {} },
    };
  });
}

/**
 * Registers them; their kubelet is kwok, which makes them and their pods ready. It is told of a node whose size is
 * known: of any other it makes one of a thousand cores.
 */
export async function registerNodes(cluster: Cluster, nodes: readonly NodeManifest[]): Promise<void> {
  for (const { status, ...node } of nodes) {
    await cluster.apply(node);
    const { name } = node.metadata;
    await cluster.patchStatus('Node', name, undefined, status);
    await cluster.patch('Node', name, undefined, { metadata: { annotations: { 'kwok.x-k8s.io/node': 'fake' } } });
  }
}
