import { validate as daemonSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1DaemonSet';
import { validate as deployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as statefulSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet';
import { validate as podAutoscaler } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler';
import { validate as cronJob } from 'kubernetes-models/_schemas/IoK8sApiBatchV1CronJob';
import { validate as job } from 'kubernetes-models/_schemas/IoK8sApiBatchV1Job';
import { validate as configMap } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap';
import { validate as limitRange } from 'kubernetes-models/_schemas/IoK8sApiCoreV1LimitRange';
import { validate as namespace } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Namespace';
import { validate as volumeClaim } from 'kubernetes-models/_schemas/IoK8sApiCoreV1PersistentVolumeClaim';
import { validate as pod } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Pod';
import { validate as resourceQuota } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ResourceQuota';
import { validate as secret } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Secret';
import { validate as service } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as serviceAccount } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ServiceAccount';
import { validate as ingress } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress';
import { validate as networkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as disruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import { validate as clusterRole } from 'kubernetes-models/_schemas/IoK8sApiRbacV1ClusterRole';
import { validate as clusterRoleBinding } from 'kubernetes-models/_schemas/IoK8sApiRbacV1ClusterRoleBinding';
import { validate as role } from 'kubernetes-models/_schemas/IoK8sApiRbacV1Role';
import { validate as roleBinding } from 'kubernetes-models/_schemas/IoK8sApiRbacV1RoleBinding';
import { type Document, isMap, isNode, LineCounter, parseAllDocuments } from 'yaml';
import { type Path, type Problem, pathText } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { firstAtEachPlace, pathOfPointer } from './json-pointer.js';

/** What a compiled schema says of a value that doesn't fit it. */
interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Validate = ((data: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };

/** Kinds of Kubernetes itself, by `apiVersion/Kind`. Of others nothing is known here. */
export const schemas: Readonly<Record<string, Validate>> = {
  'apps/v1/DaemonSet': daemonSet,
  'apps/v1/Deployment': deployment,
  'apps/v1/StatefulSet': statefulSet,
  'autoscaling/v2/HorizontalPodAutoscaler': podAutoscaler,
  'batch/v1/CronJob': cronJob,
  'batch/v1/Job': job,
  'networking.k8s.io/v1/Ingress': ingress,
  'networking.k8s.io/v1/NetworkPolicy': networkPolicy,
  'policy/v1/PodDisruptionBudget': disruptionBudget,
  'rbac.authorization.k8s.io/v1/ClusterRole': clusterRole,
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': clusterRoleBinding,
  'rbac.authorization.k8s.io/v1/Role': role,
  'rbac.authorization.k8s.io/v1/RoleBinding': roleBinding,
  'v1/ConfigMap': configMap,
  'v1/LimitRange': limitRange,
  'v1/Namespace': namespace,
  'v1/PersistentVolumeClaim': volumeClaim,
  'v1/Pod': pod,
  'v1/ResourceQuota': resourceQuota,
  'v1/Secret': secret,
  'v1/Service': service,
  'v1/ServiceAccount': serviceAccount,
};

/** Checks manifests of somebody's own by the schemas of Kubernetes, where their kind is known. */
export function manifestProblems({ name, manifests }: Pick<Environment, 'name' | 'manifests'>): Problem[] {
  return manifests.flatMap(({ workload, name: base, text }) =>
    problemsIn(['environments', name, 'manifests', workload, base].filter((part) => part !== '').join('/'), text),
  );
}

function problemsIn(file: string, text: string): Problem[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { version: '1.1', lineCounter: lines, logLevel: 'silent' });
  return ('empty' in documents ? [] : documents).flatMap((document) =>
    errorsOf(document).map(({ path, message }): Problem => {
      const { line, col } = lines.linePos(offsetOf(document, path));
      return { severity: 'error', rule: 'manifest-schema', path: pathText(path), message, file, line, column: col };
    }),
  );
}

function errorsOf(document: Document.Parsed): { readonly path: Path; readonly message: string }[] {
  const object: unknown = document.toJS();
  const { apiVersion, kind } = (object ?? {}) as Readonly<Record<string, unknown>>;
  const known = `${apiVersion}/${kind}`;
  const validate = Object.hasOwn(schemas, known) ? schemas[known] : undefined;
  if (!validate || validate(object)) return [];
  const errors = validate.errors ?? [];
  return firstAtEachPlace(
    errors.map((error) => ({ path: pathOfPointer(error.instancePath), message: sentenceOf(error) })),
  );
}

function sentenceOf({ keyword, params }: SchemaError): string {
  if (keyword === 'required') return `Kubernetes demands ${params['missingProperty']} here.`;
  if (keyword === 'type') return `Kubernetes takes ${params['type']} here.`;
  if (keyword === 'enum') return `Kubernetes takes one of ${[params['allowedValues']].flat().join(', ')} here.`;
  if (keyword === 'format') return `Kubernetes takes the format ${params['format']} here.`;
  return 'Kubernetes takes nothing of this form here.';
}

/** Finds the offset of the value at a path, or of the last part of it that is there. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = isMap(document.contents) ? document.getIn(path.slice(0, length), true) : undefined;
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range[0] ?? 0;
}
