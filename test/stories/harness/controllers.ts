import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, KubernetesObject } from './cluster.js';
import { reportUsage, usageIn } from './usage.js';

type WithStatus = KubernetesObject & {
  readonly status?: {
    readonly conditions?: readonly unknown[];
    readonly loadBalancer?: { readonly ingress?: unknown };
  };
  readonly spec?: { readonly type?: string };
};

const condition = (type: string) => ({
  conditions: [
    { type, status: 'True', reason: 'StandIn', message: 'a stand-in', lastTransitionTime: new Date().toISOString() },
  ],
});
const address = { loadBalancer: { ingress: [{ hostname: 'load-balancer.example.com' }] } };

/** What the add-ons' controllers would say of an object once they have done their work on AWS. */
const statuses: Readonly<Record<string, () => object>> = {
  Service: () => address,
  Ingress: () => address,
  ExternalSecret: () => condition('Ready'),
  ClusterSecretStore: () => condition('Ready'),
  NodePool: () => condition('Ready'),
  ScaledObject: () => condition('Ready'),
  EC2NodeClass: () => condition('Ready'),
  Prometheus: () => ({
    ...condition('Available'),
    paused: false,
    replicas: 1,
    availableReplicas: 1,
    updatedReplicas: 1,
    unavailableReplicas: 0,
  }),
  Alertmanager: () => ({
    ...condition('Available'),
    paused: false,
    replicas: 1,
    availableReplicas: 1,
    updatedReplicas: 1,
    unavailableReplicas: 0,
  }),
};

/**
 * Stands in for the controllers of the add-ons, whose pods run nothing: reports every object that waits
 * for one as done, and what pods use.
 *
 * @param folder where the stories say how much that is
 */
export async function standInForControllers(cluster: Cluster, folder: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await Promise.all([
      ...Object.keys(statuses).map((kind) => reportKind(cluster, kind).catch(() => {})),
      reportUsage(cluster, usageIn(folder)).catch(() => {}),
    ]);
    await sleep(2000);
  }
}

/** A kind that isn't there yet, or an API server that is just killed, has another turn. */
async function reportKind(cluster: Cluster, kind: string): Promise<void> {
  for (const object of await cluster.list<WithStatus>(kind)) {
    const { name, namespace } = object.metadata;
    if (isDone(object) || (kind === 'Service' && object.spec?.type !== 'LoadBalancer')) continue;
    await cluster.patchStatus(kind, name, namespace, statuses[kind]?.() ?? {});
  }
}

const isDone = ({ status }: WithStatus): boolean =>
  status?.conditions !== undefined || status?.loadBalancer?.ingress !== undefined;
