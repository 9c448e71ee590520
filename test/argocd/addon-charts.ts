/**
 * The objects that an add-on's chart makes with our values, from `helm template --include-crds --skip-tests`. Update
 * this by the same command for each new version of a chart.
 */
export interface AddOnChart {
  readonly repoURL: string;
  readonly chart: string;
  readonly version: string;
  /** Cluster-wide kinds, as `group/Kind`. */
  readonly clusterKinds: readonly string[];
  readonly namespacedKinds: readonly string[];
  /** Kinds of whole objects that our values give to it. */
  readonly ofValues?: { readonly cluster: readonly string[]; readonly namespaced: readonly string[] };
  /** Namespaces in which it creates objects. */
  readonly namespaces: readonly string[];
}

const rbac = (...kinds: string[]) => kinds.map((kind) => `rbac.authorization.k8s.io/${kind}`);
const clusterRoles = rbac('ClusterRole', 'ClusterRoleBinding');
const roles = rbac('Role', 'RoleBinding');
const webhook = (sort: string) => `admissionregistration.k8s.io/${sort}WebhookConfiguration`;
const crd = 'apiextensions.k8s.io/CustomResourceDefinition';

export const addOnCharts: Readonly<Record<string, AddOnChart>> = {
  'argo-cd': {
    repoURL: 'https://argoproj.github.io/argo-helm',
    chart: 'argo-cd',
    version: '10.1.1',
    clusterKinds: [crd, ...clusterRoles],
    namespacedKinds: [
      '/ConfigMap',
      '/Secret',
      '/Service',
      '/ServiceAccount',
      'apps/Deployment',
      'apps/StatefulSet',
      'batch/Job',
      'networking.k8s.io/NetworkPolicy',
      ...roles,
    ],
    namespaces: ['argocd'],
  },
  'aws-load-balancer-controller': {
    repoURL: 'https://aws.github.io/eks-charts',
    chart: 'aws-load-balancer-controller',
    version: '3.5.0',
    clusterKinds: [
      webhook('Mutating'),
      webhook('Validating'),
      crd,
      'elbv2.k8s.aws/IngressClassParams',
      'networking.k8s.io/IngressClass',
      ...clusterRoles,
    ],
    namespacedKinds: [
      '/Secret',
      '/Service',
      '/ServiceAccount',
      'apps/Deployment',
      'policy/PodDisruptionBudget',
      ...roles,
    ],
    namespaces: ['kube-system'],
  },
  'cluster-autoscaler': {
    repoURL: 'https://kubernetes.github.io/autoscaler',
    chart: 'cluster-autoscaler',
    version: '9.59.0',
    clusterKinds: clusterRoles,
    namespacedKinds: ['/Service', '/ServiceAccount', 'apps/Deployment', 'policy/PodDisruptionBudget', ...roles],
    namespaces: ['kube-system'],
  },
  'external-secrets': {
    repoURL: 'https://charts.external-secrets.io',
    chart: 'external-secrets',
    version: '2.9.0',
    clusterKinds: [webhook('Validating'), crd, ...clusterRoles],
    namespacedKinds: ['/Secret', '/Service', '/ServiceAccount', 'apps/Deployment', ...roles],
    namespaces: ['external-secrets'],
  },
  keda: {
    repoURL: 'https://kedacore.github.io/charts',
    chart: 'keda',
    version: '2.20.2',
    clusterKinds: [webhook('Validating'), crd, 'apiregistration.k8s.io/APIService', ...clusterRoles],
    namespacedKinds: ['/Service', '/ServiceAccount', 'apps/Deployment', ...roles],
    namespaces: ['keda', 'kube-system'],
  },
  karpenter: {
    repoURL: 'public.ecr.aws/karpenter',
    chart: 'karpenter',
    version: '1.14.1',
    clusterKinds: [crd, ...clusterRoles],
    namespacedKinds: ['/Service', '/ServiceAccount', 'apps/Deployment', 'policy/PodDisruptionBudget', ...roles],
    namespaces: ['kube-system'],
  },
  'kube-prometheus-stack': {
    repoURL: 'https://prometheus-community.github.io/helm-charts',
    chart: 'kube-prometheus-stack',
    version: '88.5.3',
    clusterKinds: [webhook('Mutating'), webhook('Validating'), crd, ...clusterRoles],
    namespacedKinds: [
      '/ConfigMap',
      '/Secret',
      '/Service',
      '/ServiceAccount',
      'apps/DaemonSet',
      'apps/Deployment',
      'batch/Job',
      'monitoring.coreos.com/Alertmanager',
      'monitoring.coreos.com/Prometheus',
      'monitoring.coreos.com/PrometheusRule',
      'monitoring.coreos.com/ServiceMonitor',
      ...roles,
    ],
    ofValues: { cluster: ['storage.k8s.io/StorageClass'], namespaced: ['external-secrets.io/ExternalSecret'] },
    namespaces: ['monitoring', 'kube-system'],
  },
  'metrics-server': {
    repoURL: 'https://kubernetes-sigs.github.io/metrics-server/',
    chart: 'metrics-server',
    version: '3.13.1',
    clusterKinds: ['apiregistration.k8s.io/APIService', ...clusterRoles],
    namespacedKinds: [
      '/Service',
      '/ServiceAccount',
      'apps/Deployment',
      'policy/PodDisruptionBudget',
      ...rbac('RoleBinding'),
    ],
    namespaces: ['kube-system'],
  },
};
