import { stringify } from 'yaml';
import type { AddOnChart } from '../../argocd/addon-charts.js';
import type { Manifest } from './cluster.js';

/** An object, or a Helm template of one. */
type Part = Manifest | string;

/** One object of each kind that the add-on's chart makes, and what other objects and Argo CD itself wait for. */
export function standInObjects(key: string, chart: AddOnChart): Part[] {
  const [own = ''] = chart.namespaces;
  const name = `${key}-stand-in`;
  const cluster = chart.clusterKinds.map((kind) => objectOf(kind, { name }));
  const namespaced = chart.namespacedKinds.map((kind) => objectOf(kind, { name, namespace: own }));
  // Services through which something of another namespace is scraped.
  const elsewhere = chart.namespaces.slice(1).map((namespace) => objectOf('/Service', { name, namespace }));
  return [...cluster, ...namespaced, ...elsewhere].filter((part) => part !== undefined).concat(particular[key] ?? []);
}

interface Named {
  readonly name: string;
  readonly namespace?: string;
}

function objectOf(groupKind: string, metadata: Named): Part | undefined {
  const [group = '', kind = ''] = groupKind.split('/');
  // Definitions are in the chart's folder of them.
  if (kind === 'CustomResourceDefinition') return undefined;
  if (kind === 'APIService') return metadata.name.startsWith('keda') ? externalMetricsAPI : metricsAPI;
  const version = versions[group];
  const labels = { app: metadata.name };
  return {
    apiVersion: group === '' ? 'v1' : `${group}/${version ?? 'v1'}`,
    kind,
    metadata: { ...metadata, labels },
    ...bodies[kind]?.(metadata.name),
  };
}

const versions: Readonly<Record<string, string>> = { 'elbv2.k8s.aws': 'v1beta1' };

const podTemplate = (name: string, extra: object = {}) => ({
  metadata: { labels: { app: name } },
  spec: { containers: [{ name: 'stand-in', image: 'stand-in:1' }], ...extra },
});
const workload = (name: string) => ({
  spec: { selector: { matchLabels: { app: name } }, template: podTemplate(name) },
});
const roleRef = (kind: string) => (name: string) => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
  subjects: [{ kind: 'ServiceAccount', name, namespace: 'kube-system' }],
});

/** What the API server demands of a kind. */
const bodies: Readonly<Record<string, (name: string) => object>> = {
  Service: (name) => ({ spec: { selector: { app: name }, ports: [{ port: 80 }] } }),
  Deployment: workload,
  DaemonSet: workload,
  StatefulSet: (name) => ({ spec: { ...workload(name).spec, serviceName: name } }),
  Job: (name) => ({ spec: { template: podTemplate(name, { restartPolicy: 'Never' }) } }),
  NetworkPolicy: (name) => ({ spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'] } }),
  PodDisruptionBudget: (name) => ({ spec: { maxUnavailable: 1, selector: { matchLabels: { app: name } } } }),
  Role: () => ({ rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] }),
  ClusterRole: () => ({ rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }] }),
  RoleBinding: roleRef('Role'),
  ClusterRoleBinding: roleRef('ClusterRole'),
  IngressClass: () => ({ spec: { controller: 'ingress.k8s.aws/alb' } }),
  Prometheus: () => ({ spec: { replicas: 1 } }),
  Alertmanager: () => ({ spec: { replicas: 1 } }),
  PrometheusRule: () => ({
    spec: { groups: [{ name: 'stand-in', rules: [{ record: 'stand_in', expr: 'vector(1)' }] }] },
  }),
  ServiceMonitor: (name) => ({ spec: { selector: { matchLabels: { app: name } }, endpoints: [{ port: 'http' }] } }),
};

/** Without a Service behind it the API server answers itself, from objects of the group. The priorities are its own. */
const apiService = (group: string): Manifest => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: `v1beta1.${group}` },
  spec: { group, version: 'v1beta1', groupPriorityMinimum: 1000, versionPriority: 100 },
});
const metricsAPI = apiService('metrics.k8s.io');
const externalMetricsAPI = apiService('external.metrics.k8s.io');

/** A definition that takes everything: nothing of ours is of that kind. */
const definition = (
  [group, version, kind, plural]: readonly [string, string, string, string],
  scope: 'Namespaced' | 'Cluster',
  more: object = {},
): Manifest => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}`, ...more },
  spec: {
    group,
    scope,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
});

/** Groups of Kubernetes itself want this of whoever defines something in them. */
const unapproved = { annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in' } };

/** The usage of pods, as objects that the stories write: what the HorizontalPodAutoscaler reads looks the same. */
export const podMetrics = definition(['metrics.k8s.io', 'v1beta1', 'PodMetrics', 'pods'], 'Namespaced', unapproved);

/** The configuration that Argo CD reads, from the values that the environment renders. */
const argoCDConfiguration = (name: string, data = ''): string =>
  `${stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
  })}${data}`;

const particular: Readonly<Record<string, readonly Part[]>> = {
  'argo-cd': [
    definition(['argoproj.io', 'v1alpha1', 'ApplicationSet', 'applicationsets'], 'Namespaced'),
    argoCDConfiguration('argocd-cm', 'data:\n  {{- toYaml .Values.configs.cm | nindent 2 }}\n'),
    argoCDConfiguration('argocd-cmd-params-cm', 'data:\n  {{- toYaml .Values.configs.params | nindent 2 }}\n'),
    argoCDConfiguration('argocd-rbac-cm'),
    argoCDConfiguration('argocd-gpg-keys-cm'),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'argocd-secret', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
    },
  ],
  'aws-load-balancer-controller': [
    definition(['elbv2.k8s.aws', 'v1beta1', 'IngressClassParams', 'ingressclassparams'], 'Cluster'),
  ],
  keda: [
    definition(['keda.sh', 'v1alpha1', 'ScaledObject', 'scaledobjects'], 'Namespaced'),
    definition(
      ['external.metrics.k8s.io', 'v1beta1', 'ExternalMetricValue', 'externalmetrics'],
      'Namespaced',
      unapproved,
    ),
  ],
  'kube-prometheus-stack': [
    '{{- range .Values.extraManifests }}\n---\n{{ toYaml . }}\n{{- end }}\n',
    definition(['monitoring.coreos.com', 'v1', 'Prometheus', 'prometheuses'], 'Namespaced'),
    definition(['monitoring.coreos.com', 'v1', 'Alertmanager', 'alertmanagers'], 'Namespaced'),
  ],
};
