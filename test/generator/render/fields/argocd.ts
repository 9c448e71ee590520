const inCluster = 'https://kubernetes.default.svc';
const repoURL = 'https://git.example.org/forecasts/ops.git';
const targetRevision = 'release/3';
const window = {
  kind: 'deny',
  schedule: '15 22 * * 5',
  duration: '2h30m',
  timeZone: 'Europe/Paris',
  manualSync: true,
  applications: ['*'],
};

interface ExpectedApplication {
  readonly project: string;
  readonly namespace: string;
  readonly source: Readonly<Record<string, unknown>>;
}

const fromGit = (path: string) => ({ repoURL, targetRevision, path });
const chart = (url: string, name: string, version: string) => ({
  repoURL: url,
  chart: name,
  targetRevision: version,
});

const addOn = (
  key: string,
  namespace: string,
  source: ExpectedApplication['source'],
): Record<string, ExpectedApplication> => ({
  [`ml-inference-full-${key}`]: { project: `ml-inference-full-${key}`, namespace, source },
});

const objectsOf = (key: string, namespace: string): Record<string, ExpectedApplication> => ({
  [`ml-inference-full-${key}-objects`]: {
    project: `ml-inference-full-${key}`,
    namespace,
    source: fromGit(`rendered/full/argocd/${key}`),
  },
});

/** What each Application of the full environment reads, into which namespace, by which project. */
export const expectedApplications: Readonly<Record<string, ExpectedApplication>> = {
  'forecaster-full': {
    project: 'forecaster-full',
    namespace: 'forecasts',
    source: fromGit('rendered/full/workloads/forecaster/chart'),
  },
  'ml-inference-full-root': {
    project: 'ml-inference-full-root',
    namespace: 'argocd',
    source: fromGit('rendered/full/argocd'),
  },
  ...addOn('argo-cd', 'argocd', chart('https://argoproj.github.io/argo-helm', 'argo-cd', '10.1.2')),
  ...addOn(
    'aws-load-balancer-controller',
    'kube-system',
    chart('https://aws.github.io/eks-charts', 'aws-load-balancer-controller', '3.5.3'),
  ),
  ...addOn(
    'metrics-server',
    'kube-system',
    chart('https://kubernetes-sigs.github.io/metrics-server/', 'metrics-server', '3.13.4'),
  ),
  ...addOn('karpenter', 'kube-system', chart('public.ecr.aws/karpenter', 'karpenter', '1.14.6')),
  ...objectsOf('karpenter', 'kube-system'),
  ...addOn(
    'external-secrets',
    'external-secrets',
    chart('https://charts.external-secrets.io', 'external-secrets', '2.9.7'),
  ),
  ...objectsOf('external-secrets', 'external-secrets'),
  ...addOn('keda', 'keda', chart('https://kedacore.github.io/charts', 'keda', '2.20.8')),
  ...addOn(
    'kube-prometheus-stack',
    'monitoring',
    chart('https://prometheus-community.github.io/helm-charts', 'kube-prometheus-stack', '88.5.8'),
  ),
};

/** The Helm values that the full environment itself gives to each add-on. */
export const expectedAddOnValues: Readonly<Record<string, object>> = {
  'ml-inference-full-argo-cd': { global: { a: 'of argo-cd' } },
  'ml-inference-full-aws-load-balancer-controller': { b: 'of the controller' },
  'ml-inference-full-metrics-server': { c: 'of metrics-server' },
  'ml-inference-full-karpenter': { e: 'of karpenter' },
  'ml-inference-full-external-secrets': { f: 'of external-secrets' },
  'ml-inference-full-keda': { h: 'of keda' },
  'ml-inference-full-kube-prometheus-stack': { g: 'of the stack' },
};

/** What the workload's project admits. */
export const expectedProject = {
  sourceRepos: [repoURL],
  destinations: [{ namespace: 'forecasts', server: inCluster }],
  clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: 'forecasts' }],
  syncWindows: [window],
};

/** The fields of the workload's Application that follow from the full environment. */
export const expectedWorkload = {
  annotations: { 'notifications.argoproj.io/subscribe.on-sync-failed.slack': '#forecasts' },
  automated: { enabled: true, prune: false, selfHeal: true, allowEmpty: false },
  ignoreDifferences: [
    {
      group: 'apps',
      kind: 'Deployment',
      name: 'forecaster-api',
      namespace: 'forecasts',
      jsonPointers: ['/spec/replicas'],
    },
  ],
};
