import type { Cluster } from './cluster.js';
import type { EnvironmentInput } from './schema.js';

type NodeGroup = Cluster['nodeGroups'][number];
type Pod = EnvironmentInput['workloads'][string]['pod'];

/** Where pods may run, in Kubernetes' words. */
export interface Placement {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: Pod['tolerations'];
}

/** The label by which Karpenter's nodes say which pool they are of. */
const poolLabel = 'karpenter.sh/nodepool';

/** Works out which nodes a workload asks for: the labels and taints of the group that it names, and what it adds. */
export function placementOf({ pod }: { readonly pod: Pod }, { nodeGroups }: Pick<Cluster, 'nodeGroups'>): Placement {
  const { nodes, nodeSelector, tolerations } = pod;
  const group = nodeGroups.find(({ name }) => name === nodes?.group);
  const ofPool = nodes?.pool === undefined ? {} : { [poolLabel]: nodes.pool };
  return {
    nodeSelector: { ...group?.labels, ...ofPool, ...nodeSelector },
    tolerations: [...(group?.taints ?? []).map(toleranceOf), ...tolerations],
  };
}

const toleranceOf = ({ key, value, effect }: NodeGroup['taints'][number]): Pod['tolerations'][number] =>
  value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect };

/** Labels that a node has without the group saying so: which value they have isn't known here. */
const isGivenByOthers = (label: string): boolean => /(^|\.)(kubernetes\.io|amazonaws\.com|k8s\.aws)\//.test(label);

/** Whether nodes of a group have the labels that are asked for, and no taint that keeps the pods away. */
export function bears({ labels, taints }: NodeGroup, { nodeSelector, tolerations }: Placement): boolean {
  const hasLabels = Object.entries(nodeSelector).every(
    ([label, value]) => labels[label] === value || (labels[label] === undefined && isGivenByOthers(label)),
  );
  return (
    hasLabels &&
    taints.every((taint) => taint.effect === 'PreferNoSchedule' || tolerations.some((one) => tolerates(one, taint)))
  );
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#concepts */
function tolerates(
  toleration: Pod['tolerations'][number],
  { key, value = '', effect }: NodeGroup['taints'][number],
): boolean {
  if (toleration.effect !== undefined && toleration.effect !== effect) return false;
  if (toleration.operator === 'Exists') return toleration.key === undefined || toleration.key === key;
  return toleration.key === key && (toleration.value ?? '') === value;
}
