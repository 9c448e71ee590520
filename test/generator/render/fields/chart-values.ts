/** The Helm values that follow from the full environment, each from the field of its own. */
export const expectedChartValues = {
  name: 'forecaster-api',
  image: {
    repository: '210987654321.dkr.ecr.eu-west-3.amazonaws.com/forecaster-image',
    tag: '2.7.1',
    digest: `sha256:${'d'.repeat(64)}`,
  },
  serviceAccount: {
    roleArn: 'arn:aws:iam::210987654321:role/forecasts-team/forecaster-role',
    annotations: { 'example.com/account': 'of forecasts' },
  },
  autoscaling: {
    minReplicas: 4,
    maxReplicas: 8,
    targetCPUUtilizationPercentage: 65,
    targetMemoryUtilizationPercentage: 75,
    scaleDownStabilizationSeconds: 240,
    targetQueueDepth: 37,
    targetRequestsPerSecond: 18.75,
  },
  podDisruptionBudget: { minAvailable: 1 },
  resources: {
    requests: { cpu: '200m', memory: '300Mi', 'ephemeral-storage': '400Mi' },
    limits: { cpu: '700m', memory: '600Mi', 'ephemeral-storage': '800Mi' },
  },
  startupSeconds: 152,
  tmp: { sizeLimit: '64Mi' },
  quota: {
    hard: {
      'requests.cpu': '4',
      'requests.memory': '6Gi',
      'requests.ephemeral-storage': '10Gi',
      'limits.cpu': '13',
      'limits.memory': '12Gi',
      'limits.ephemeral-storage': '16Gi',
      pods: 21,
    },
  },
  config: { RANDOM_STATE: '1234', LOG_LEVEL: 'warn' },
  secrets: {
    mode: 'external-secrets',
    store: { name: 'aws-secrets-manager' },
    variables: [
      { variable: 'WAREHOUSE_URL', remoteKey: 'full-prefix/forecasts/warehouse-url', property: 'jdbc.url' },
      { variable: 'API_KEYS', remoteKey: 'full-prefix/forecasts/client-keys' },
      {
        variable: 'PGPASSWORD',
        remoteKey: 'arn:aws:secretsmanager:eu-west-3:444455556666:secret:rds!db-7f3a-QwErTy',
        property: 'password',
      },
      { variable: 'FEED_URL', remoteKey: '/forecasts/feed/url', store: { name: 'aws-parameter-store' } },
    ],
  },
  model: {
    uri: 's3://forecast-models/forecasts/model-7.onnx',
    sha256: 'e'.repeat(64),
    files: [{ name: 'model-7.weights', sha256: 'd'.repeat(64) }],
    sizeLimit: '128Mi',
    region: 'eu-west-2',
  },
  service: { name: 'forecaster-service' },
  loadBalancer: {
    enabled: true,
    name: 'forecaster-lb',
    scheme: 'internet-facing',
    sourceRanges: ['203.0.113.0/25'],
    certificateArn: 'arn:aws:acm:eu-west-3:210987654321:certificate/network',
    port: 443,
    annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' },
  },
  ingress: {
    enabled: true,
    host: 'forecasts.example.org',
    path: '/paris',
    scheme: 'internal',
    certificateArn: 'arn:aws:acm:eu-west-3:210987654321:certificate/tls',
    sourceRanges: ['10.42.0.0/16', '10.43.0.0/16'],
    annotations: {
      'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
      'alb.ingress.kubernetes.io/group.name': 'front-door',
      'alb.ingress.kubernetes.io/group.order': '994',
      'alb.ingress.kubernetes.io/wafv2-acl-arn': 'arn:aws:wafv2:eu-west-3:210987654321:regional/webacl/forecasts/0a0b',
      'alb.ingress.kubernetes.io/load-balancer-attributes':
        'access_logs.s3.enabled=true,access_logs.s3.bucket=forecast-access-logs,access_logs.s3.prefix=paris-logs',
    },
  },
  networkPolicy: {
    loadBalancerCidrs: [
      '10.40.1.0/24',
      '10.40.2.0/24',
      '10.40.3.0/24',
      '10.40.64.0/20',
      '10.40.80.0/20',
      '10.40.96.0/20',
    ],
    monitoringNamespace: 'monitoring',
    extraEgress: [
      { to: [{ ipBlock: { cidr: '10.41.5.0/24' } }], ports: [{ port: 5432, protocol: 'TCP' }] },
      {
        to: [{ ipBlock: { cidr: '169.254.0.0/16', except: ['169.254.169.254/32'] } }],
        ports: [{ port: 6379, protocol: 'TCP' }],
      },
    ],
  },
  monitoring: {
    serviceMonitor: { enabled: true },
    rules: {
      enabled: true,
      availabilityObjective: 99.7,
      latencyObjectiveSeconds: 0.5,
      runbookURL:
        'https://git.example.org/forecasts/ops/blob/release/3/rendered/full/workloads/forecaster/chart/ALERTS.md',
    },
    dashboard: { enabled: true },
  },
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [
    { key: 'example.com/noisy', operator: 'Equal', value: 'loud', effect: 'NoExecute', tolerationSeconds: 601 },
  ],
  affinity: { podAffinity: { of: 'the pods' } },
  topologySpreadConstraints: [{ topologyKey: 'example.com/row', maxSkew: 19, whenUnsatisfiable: 'ScheduleAnyway' }],
  priorityClassName: 'forecasts-first',
  runtimeClassName: 'sandboxed',
  podAnnotations: { 'example.com/note': 'of the pods' },
  podLabels: { 'example.com/owner': 'forecasters' },
  extraEnv: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
  extraVolumes: [{ name: 'lookup', emptyDir: {} }],
  extraVolumeMounts: [{ name: 'tmp', mountPath: '/lookup-tables' }],
  sidecars: [
    {
      name: 'proxy',
      image: 'registry.example.org/proxy:1.0.1',
      resources: {
        requests: { cpu: '20m', memory: '40Mi', 'ephemeral-storage': '50Mi' },
        limits: { cpu: '21m', memory: '81Mi', 'ephemeral-storage': '101Mi' },
      },
    },
  ],
  extraInitContainers: [
    {
      name: 'warm-up',
      image: 'registry.example.org/warm-up:1.0.2',
      resources: {
        requests: { cpu: '18m', memory: '31Mi', 'ephemeral-storage': '32Mi' },
        limits: { cpu: '33m', memory: '34Mi', 'ephemeral-storage': '35Mi' },
      },
    },
  ],
  probes: {
    startup: { periodSeconds: 18, timeoutSeconds: 6, failureThreshold: 71 },
    liveness: { periodSeconds: 22, timeoutSeconds: 11, failureThreshold: 12 },
    readiness: { periodSeconds: 13, timeoutSeconds: 16, failureThreshold: 17 },
  },
  termination: { preStopSleepSeconds: 150, gracePeriodSeconds: 199 },
  rollout: { maxUnavailable: 1 },
};
