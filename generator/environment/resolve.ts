import { resolveAddOns } from './addons.js';
import { derivedResources, type Resources } from './capacity/amounts.js';
import { podResources } from './capacity/containers.js';
import { derivedQuota, maxSurgeIn, type Quota } from './capacity/pods.js';
import { type Cluster, resolveCluster } from './cluster.js';
import type { OwnFile, OwnManifest } from './manifests.js';
import { type Network, resolveNetwork } from './network.js';
import { type Registry, resolveRegistries } from './registry.js';
import type { EnvironmentInput } from './schema.js';

type WorkloadInput = EnvironmentInput['workloads'][string];

/** A workload with everything that follows from its key, its size and its model. */
export interface Workload extends Omit<WorkloadInput, 'resources'> {
  /** What the environment calls it: names of objects derive from it. */
  readonly key: string;
  readonly namespace: string;
  /** Of the Deployment, its ServiceAccount and its HorizontalPodAutoscaler. */
  readonly name: string;
  readonly roleName: string;
  /** Of the service's container. */
  readonly resources: Resources;
  /** Of a whole pod, with its sidecars. */
  readonly podResources: Resources;
  /** Share or number of pods that a rollout adds. */
  readonly maxSurge: string | number;
  readonly quota: Quota;
}

/** An environment with everything that follows from what is written. */
export interface Environment extends Omit<EnvironmentInput, 'aws' | 'network' | 'cluster' | 'registry' | 'workloads'> {
  readonly aws: EnvironmentInput['aws'] & { readonly namePrefix: string };
  readonly network: Network;
  readonly cluster: Cluster;
  readonly registry: Registry;
  /** Where the project lies in its git repository, such as `platform/ml/`; empty at the top. */
  readonly folder: string;
  /** Files of somebody's own that Argo CD applies as well. */
  readonly manifests: readonly OwnManifest[];
  /** Files of somebody's own for the root of Terraform: name and text. */
  readonly ownTerraform: readonly Pick<OwnFile, 'path' | 'text'>[];
  /** In the order of their keys. */
  readonly workloads: readonly Workload[];
}

/** Fills in what environments may leave out. What one says itself stays; a registry that they share is one. */
export function resolveEnvironments(inputs: readonly EnvironmentInput[], beside: Beside = {}): Environment[] {
  const registries = resolveRegistries(inputs);
  return inputs.map((input, index) => resolveEnvironment(input, beside, registries[index] as Registry));
}

/** What stands beside the files of environments. */
interface Beside {
  readonly folder?: string;
  /** By the environment's name. */
  readonly manifests?: ReadonlyMap<string, readonly OwnManifest[]>;
  readonly terraform?: ReadonlyMap<string, readonly OwnFile[]> | undefined;
}

function resolveEnvironment(
  input: EnvironmentInput,
  { folder = '', manifests, terraform }: Beside,
  registry: Registry,
): Environment {
  const { addons, aws, network, observability, workloads } = input;
  const cluster = resolveCluster(input.cluster);
  return {
    ...input,
    folder,
    manifests: manifests?.get(input.name) ?? [],
    ownTerraform: (terraform?.get(input.name) ?? []).map(({ path, text }) => ({ path, text })),
    aws: { ...aws, namePrefix: aws.namePrefix ?? cluster.name },
    network: resolveNetwork(network, input),
    cluster,
    // The cluster's owner has its metrics.
    observability: cluster.existing ? { ...observability, containerInsights: false } : observability,
    addons: resolveAddOns(addons, cluster),
    registry,
    workloads: Object.keys(workloads)
      .sort()
      .map((key) => resolveWorkload(key, workloads[key] as WorkloadInput)),
  };
}

/** The names of the key `ml-inference` are those of the reference design. */
export const derivedNames = (key: string) => ({
  namespace: key,
  name: `${key}-api`,
  roleName: `${key}-pod-role`,
});

function resolveWorkload(key: string, input: WorkloadInput): Workload {
  const names = derivedNames(key);
  const resources = derivedResources(input.resources, input.model);
  const ofPod = podResources(resources, input.pod);
  const maxSurge = maxSurgeIn(input.values);
  return {
    ...input,
    key,
    namespace: input.namespace ?? names.namespace,
    name: input.name ?? names.name,
    roleName: input.roleName ?? names.roleName,
    resources,
    podResources: ofPod,
    maxSurge,
    quota: input.quota ?? derivedQuota({ max: input.replicas.max, maxSurge }, ofPod),
  };
}
