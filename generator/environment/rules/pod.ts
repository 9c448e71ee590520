import { amountNames } from '../capacity/amounts.js';
import { completed } from '../capacity/containers.js';
import { quantityOf } from '../capacity/quantity.js';
import type { Path } from '../problem.js';
import type { Environment, Workload } from '../resolve.js';
import { reservedVariables } from '../schema/workload.js';
import { type RuleFinding, repeated, type WorkloadRule } from './rule.js';

type Container = Workload['pod']['sidecars'][number];

/** Names that the chart gives to its own containers and volumes. */
const ownContainers = ['api', 'fetch-model'];
const ownVolumes = ['tmp', 'model', 'secrets'];
const ownPaths = ['/tmp', '/models', '/etc/ml-inference'];

/** Kinds of volumes that Pod Security's restricted standard takes. */
const volumeKinds = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Prefixes of labels and annotations that the chart, or EKS, sets itself. */
const labelPrefixes = ['app.kubernetes.io/', 'helm.sh/', 'argocd.argoproj.io/', 'pod-template-hash'];
const annotationPrefixes = ['checksum/', 'kubectl.kubernetes.io/', 'argocd.argoproj.io/'];
const accountPrefixes = ['eks.amazonaws.com/', 'argocd.argoproj.io/'];

/** How long a network load balancer goes on sending to a pod that was deregistered. */
const sleepBehindLoadBalancer = 120;
/** The chart's own numbers, in _numbers.tpl. */
const defaultSleep = { behindLoadBalancer: 140, else: 15 };

export const podRules: readonly WorkloadRule[] = [
  {
    name: 'pod-nodes',
    *check({ pod }, environment) {
      const message = complaintAboutNodes(pod.nodes, environment);
      if (message !== undefined)
        yield { path: ['pod', 'nodes', pod.nodes?.group === undefined ? 'pool' : 'group'], message };
    },
  },
  {
    name: 'pod-names',
    *check({ pod }) {
      for (const field of ['sidecars', 'initContainers'] as const) {
        for (const [index, { name }] of pod[field].entries()) {
          if (ownContainers.includes(name)) yield taken(['pod', field, index, 'name'], name);
        }
      }
      const containers = [...pod.sidecars, ...pod.initContainers];
      for (const { index, value } of repeated(containers, ({ name }) => name)) {
        const place = index - pod.sidecars.length;
        const path = place < 0 ? ['sidecars', index] : ['initContainers', place];
        yield { path: ['pod', ...path, 'name'], message: `Two containers are called ${value}.` };
      }
      for (const [index, { name }] of pod.volumes.entries()) {
        if (ownVolumes.includes(name)) yield taken(['pod', 'volumes', index, 'name'], name);
      }
      for (const { index, value } of repeated(pod.volumes, ({ name }) => name)) {
        yield { path: ['pod', 'volumes', index, 'name'], message: `Two volumes are called ${value}.` };
      }
    },
  },
  {
    name: 'pod-volumes',
    *check({ pod }) {
      for (const [index, { name, ...kinds }] of pod.volumes.entries()) {
        const known = Object.keys(kinds).filter((kind) => volumeKinds.includes(kind));
        if (known.length === 1 && Object.keys(kinds).length === 1) continue;
        const message =
          `A volume is exactly one of ${volumeKinds.join(', ')}: ` +
          "the namespace's Pod Security refuses every other kind.";
        yield { path: ['pod', 'volumes', index], message };
      }
      const names = [...pod.volumes.map(({ name }) => name), ...ownVolumes];
      for (const [index, { name, mountPath }] of pod.volumeMounts.entries()) {
        const path = ['pod', 'volumeMounts', index];
        if (!names.includes(name))
          yield { path: [...path, 'name'], message: `There is no volume ${name} in pod.volumes.` };
        const own = ownPaths.find((folder) => isBelow(mountPath, folder) || isBelow(folder, mountPath));
        if (own !== undefined)
          yield { path: [...path, 'mountPath'], message: `The chart mounts ${own}: choose another path.` };
      }
      for (const { index, value } of repeated(pod.volumeMounts, ({ mountPath }) => mountPath.replace(/\/+$/, ''))) {
        yield { path: ['pod', 'volumeMounts', index, 'mountPath'], message: `Two volumes are mounted at ${value}.` };
      }
    },
  },
  {
    name: 'pod-variables',
    *check({ pod, config, secrets }) {
      const places: ReadonlyMap<string, string> = new Map([
        ...secrets.flatMap(({ variable }) => [variable, `${variable}_FILE`].map((name) => [name, 'secrets'] as const)),
        ...Object.keys(config).map((name) => [name, 'config'] as const),
        ...reservedVariables.map((name) => [name, 'the chart'] as const),
      ]);
      for (const [index, { name }] of pod.env.entries()) {
        const place = places.get(name);
        if (place !== undefined)
          yield { path: ['pod', 'env', index, 'name'], message: `${name} comes from ${place} too: keep one.` };
      }
      for (const { index, value } of repeated(pod.env, ({ name }) => name)) {
        yield { path: ['pod', 'env', index, 'name'], message: `Two entries set ${value}.` };
      }
    },
  },
  {
    name: 'pod-metadata',
    *check({ pod }) {
      yield* keysWith(labelPrefixes, pod.labels, 'labels');
      yield* keysWith(annotationPrefixes, pod.annotations, 'annotations');
      yield* keysWith(accountPrefixes, pod.serviceAccountAnnotations, 'serviceAccountAnnotations');
    },
  },
  {
    name: 'pod-security',
    *check({ pod }) {
      for (const field of ['sidecars', 'initContainers'] as const) {
        for (const [index, container] of pod[field].entries()) {
          const what = lessThanRestricted(container);
          if (what === undefined) continue;
          const message = `${what} isn't allowed by the namespace's Pod Security, which would refuse every pod.`;
          yield { path: ['pod', field, index], message };
        }
      }
    },
  },
  {
    name: 'pod-amounts',
    *check({ pod, resources: own }) {
      for (const field of ['sidecars', 'initContainers'] as const) {
        for (const [index, container] of pod[field].entries()) {
          const { requests, limits } = completed(container, own);
          for (const name of amountNames) {
            const limit = limits[name];
            if (limit === undefined || quantityOf(requests[name]) <= quantityOf(limit)) continue;
            const message = `The request ${requests[name]} is larger than the limit ${limit}.`;
            yield { path: ['pod', field, index, 'resources', 'requests', name], message };
          }
        }
      }
    },
  },
  {
    name: 'pod-termination',
    *check({ pod, exposure }) {
      const isBehindLoadBalancer = exposure.loadBalancer.enabled || exposure.ingress.enabled;
      const sleep =
        pod.preStopSleepSeconds ?? (isBehindLoadBalancer ? defaultSleep.behindLoadBalancer : defaultSleep.else);
      if (exposure.loadBalancer.enabled && sleep < sleepBehindLoadBalancer) {
        const message =
          `${sleep} seconds are too short: the load balancer goes on sending for about two minutes. ` +
          `At least ${sleepBehindLoadBalancer}, or leave it out.`;
        yield { path: ['pod', 'preStopSleepSeconds'], message };
      }
      const grace = pod.terminationGracePeriodSeconds;
      if (grace !== undefined && grace <= sleep) {
        const message =
          `A pod goes on serving for ${sleep} seconds, and would be killed after ${grace}: ` +
          `at least ${sleep + 40}.`;
        yield { path: ['pod', 'terminationGracePeriodSeconds'], message };
      }
    },
  },
];

function complaintAboutNodes(nodes: Workload['pod']['nodes'], { cluster, addons }: Environment): string | undefined {
  if (nodes !== undefined && cluster.existing) {
    return "Nodes of a cluster that exists aren't known here: say nodeSelector and tolerations instead.";
  }
  if (nodes?.pool !== undefined) {
    if (!addons['karpenter']?.enabled) return 'Only Karpenter has pools: switch addons.karpenter on, or name a group.';
    const pools = Object.keys(cluster.karpenterPools);
    return pools.includes(nodes.pool)
      ? undefined
      : `Karpenter has no pool ${nodes.pool}: there is ${pools.join(', ')}.`;
  }
  if (nodes?.group === undefined) return undefined;
  const group = cluster.nodeGroups.find(({ name }) => name === nodes.group);
  const names = cluster.nodeGroups.map(({ name }) => name).join(', ');
  if (!group) return `There is no node group ${nodes.group}: there is ${names}.`;
  const labels = Object.entries(group.labels);
  const others = cluster.nodeGroups.filter((other) => other !== group);
  const alike = others.find((other) => labels.every(([key, value]) => other.labels[key] === value));
  if (labels.length > 0 && !alike) return undefined;
  const why = labels.length === 0 ? 'has no labels' : `has no label that ${alike?.name} doesn't have`;
  return `Node group ${group.name} ${why}, so nothing selects its nodes alone: give it one in cluster.nodeGroups.`;
}

const taken = (path: Path, name: string): RuleFinding => ({
  path,
  message: `The chart has a ${name} itself: choose another name.`,
});

const isBelow = (path: string, folder: string): boolean => `${path.replace(/\/+$/, '')}/`.startsWith(`${folder}/`);

function* keysWith(
  prefixes: readonly string[],
  entries: Readonly<Record<string, string>>,
  field: string,
): Iterable<RuleFinding> {
  for (const key of Object.keys(entries)) {
    const prefix = prefixes.find((start) => key.startsWith(start));
    if (prefix !== undefined)
      yield { path: ['pod', field, key], atKey: true, message: `What begins with ${prefix} is set by others.` };
  }
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted, of a container */
function lessThanRestricted({ securityContext }: Container): string | undefined {
  const { privileged, allowPrivilegeEscalation, runAsNonRoot, runAsUser, capabilities } = (securityContext ??
    {}) as Record<string, unknown>;
  if (privileged === true) return 'privileged: true';
  if (allowPrivilegeEscalation === true) return 'allowPrivilegeEscalation: true';
  if (runAsNonRoot === false || runAsUser === 0) return 'A container that runs as root';
  const { add = [] } = (capabilities ?? {}) as { add?: unknown };
  const added = Array.isArray(add) ? add.filter((name) => name !== 'NET_BIND_SERVICE') : [];
  return added.length > 0 ? `The capability ${added.join(', ')}` : undefined;
}
