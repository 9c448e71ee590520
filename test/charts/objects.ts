import type { Deployment } from 'kubernetes-types/apps/v1.d.ts';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.d.ts';
import type { Job } from 'kubernetes-types/batch/v1.d.ts';
import type {
  ConfigMap,
  LimitRange,
  Pod,
  PodSpec,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from 'kubernetes-types/core/v1.d.ts';
import type { LabelSelector, ObjectMeta } from 'kubernetes-types/meta/v1.d.ts';
import type { Ingress, NetworkPolicy } from 'kubernetes-types/networking/v1.d.ts';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts';
import type { Role, RoleBinding } from 'kubernetes-types/rbac/v1.d.ts';
import { parseAllDocuments } from 'yaml';

/** Any Kubernetes object as parsed: only the fields that every object has. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

interface ExternalSecret extends KubernetesObject {
  spec: {
    secretStoreRef: { kind: string; name: string };
    target: { name: string };
    data: {
      secretKey: string;
      remoteRef: Record<string, string>;
      sourceRef?: { storeRef: { kind: string; name: string } };
    }[];
  };
}

interface ServiceMonitor extends KubernetesObject {
  spec: {
    namespaceSelector?: { matchNames?: string[] };
    selector: LabelSelector;
    endpoints: { port?: string; path?: string }[];
  };
}

interface ScaledObject extends KubernetesObject {
  spec: {
    scaleTargetRef: { apiVersion: string; kind: string; name: string };
    minReplicaCount: number;
    maxReplicaCount: number;
    fallback: { failureThreshold: number; replicas: number; behavior: string };
    advanced: { horizontalPodAutoscalerConfig: { name: string; behavior: object } };
    triggers: { type: string; name?: string; metricType: string; metadata: Record<string, string> }[];
  };
}

export interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

interface PrometheusRule extends KubernetesObject {
  spec: { groups: { name: string; rules: Rule[] }[] };
}

/** The kinds that the chart makes. */
export interface Kinds {
  ConfigMap: ConfigMap;
  Deployment: Deployment;
  ExternalSecret: ExternalSecret;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  Ingress: Ingress;
  Job: Job;
  LimitRange: LimitRange;
  NetworkPolicy: NetworkPolicy;
  Pod: Pod;
  PodDisruptionBudget: PodDisruptionBudget;
  PrometheusRule: PrometheusRule;
  ResourceQuota: ResourceQuota;
  Role: Role;
  RoleBinding: RoleBinding;
  ScaledObject: ScaledObject;
  Secret: Secret;
  Service: Service;
  ServiceAccount: ServiceAccount;
  ServiceMonitor: ServiceMonitor;
}

/** Parses a stream of YAML documents as Go programs do: as YAML 1.1, in which an unquoted `yes` is true. */
export function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    if ('empty' in document && document.empty) return [];
    if (document.errors.length > 0) throw new Error(`not YAML: ${document.errors[0]?.message}`);
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}

/** Finds all objects of a kind. */
export function ofKind<K extends keyof Kinds>(objects: readonly KubernetesObject[], kind: K): Kinds[K][] {
  return objects.filter((object) => object.kind === kind) as unknown as Kinds[K][];
}

/** Finds the only object of a kind, or the one with a given name. */
export function only<K extends keyof Kinds>(objects: readonly KubernetesObject[], kind: K, name?: string): Kinds[K] {
  const found = ofKind(objects, kind).filter((object) => name === undefined || object.metadata?.name === name);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`expected one ${kind}${name ? ` called ${name}` : ''}, found ${found.length}`);
  }
  return found[0];
}

/** Pods of one template: those of a Deployment or a Job, or a single pod. */
export interface Pods {
  readonly owner: KubernetesObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** Lists the templates of pods, and single pods, among objects. */
export function podsOf(objects: readonly KubernetesObject[]): Pods[] {
  const templates = [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'Job')].map((owner) => ({
    owner: owner as unknown as KubernetesObject,
    labels: owner.spec?.template.metadata?.labels ?? {},
    spec: owner.spec?.template.spec as PodSpec,
  }));
  const alone = ofKind(objects, 'Pod').map((owner) => ({
    owner: owner as unknown as KubernetesObject,
    labels: owner.metadata?.labels ?? {},
    spec: owner.spec as PodSpec,
  }));
  return [...templates, ...alone];
}

/** Lists all containers of a pod, init containers included. */
export const containersOf = (spec: PodSpec) => [...(spec.initContainers ?? []), ...spec.containers];

/** Checks whether a selector by equality matches labels. A missing selector matches nothing, an empty one all. */
export function picks(
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return selector !== undefined && Object.entries(selector).every(([key, value]) => labels?.[key] === value);
}
