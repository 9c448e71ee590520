/**
 * An environment that states every field of the schema, switches everything on, and holds no text or number twice. What
 * excludes something of it, such as a VPC that exists, or a registry in another account, is left to single tests.
 */
export const fullEnvironment = {
  apiVersion: 'inference-gitops/v2',
  name: 'full',
  aws: {
    accountId: '210987654321',
    region: 'eu-west-3',
    tags: { Team: 'forecasting' },
    namePrefix: 'full-prefix',
    permissionsBoundary: 'arn:aws:iam::210987654321:policy/boundary',
    rolePath: '/forecasts-team/',
    assumeRoleArn: 'arn:aws:iam::210987654321:role/terraform',
  },
  network: {
    cidr: '10.40.0.0/16',
    availabilityZones: ['eu-west-3a', 'eu-west-3b', 'eu-west-3c'],
    publicSubnets: ['10.40.1.0/24', '10.40.2.0/24', '10.40.3.0/24'],
    privateSubnets: ['10.40.64.0/20', '10.40.80.0/20', '10.40.96.0/20'],
    natGateways: 'one-per-az',
    interfaceEndpoints: ['ecr.api', 'sts'],
    flowLogRetentionDays: 90,
    peeredWith: ['prod'],
  },
  cluster: {
    name: 'full-cluster',
    version: '1.36',
    deletionProtection: true,
    publicAccess: true,
    publicAccessCidrs: ['198.51.100.0/24'],
    accessEntries: [
      { principalArn: 'arn:aws:iam::210987654321:role/operators', access: 'admin' },
      { principalArn: 'arn:aws:iam::210987654321:role/readers', access: 'viewer' },
    ],
    logRetentionDays: 180,
    nodeGroups: [
      {
        name: 'steady',
        instanceTypes: ['m6i.large'],
        capacity: 'on-demand',
        min: 3,
        max: 9,
        diskSizeGiB: 60,
        amiType: 'AL2023_x86_64_STANDARD',
        labels: { 'example.com/pool': 'steady-pool' },
        taints: [{ key: 'example.com/rather-not', value: 'rather', effect: 'PreferNoSchedule' }],
      },
      {
        name: 'cheap',
        instanceTypes: ['m6g.large', 'm7g.large'],
        capacity: 'spot',
        min: 2,
        max: 5,
        diskSizeGiB: 70,
        amiType: 'BOTTLEROCKET_ARM_64',
        labels: { 'example.com/kind': 'cheap-pool' },
        taints: [{ key: 'example.com/spot', value: 'batch', effect: 'NoSchedule' }],
      },
    ],
    eksAddons: {
      'vpc-cni': { version: 'v1.20.1-eksbuild.1', configuration: { cni: 'of vpc-cni' } },
      'kube-proxy': { version: 'v1.36.2-eksbuild.2', configuration: { proxy: 'of kube-proxy' } },
      coredns: { version: 'v1.12.3-eksbuild.3', configuration: { dns: 'of coredns' } },
      'eks-pod-identity-agent': { version: 'v1.3.4-eksbuild.4', configuration: { agent: 'of the agent' } },
      'aws-ebs-csi-driver': { version: 'v1.50.5-eksbuild.5', configuration: { driver: 'of the driver' } },
      'amazon-cloudwatch-observability': { version: 'v4.6.6-eksbuild.6', configuration: { watch: 'of CloudWatch' } },
    },
  },
  workloads: {
    forecaster: {
      namespace: 'forecasts',
      name: 'forecaster-api',
      chartVersion: '0.2.0',
      roleName: 'forecaster-role',
      image: { repository: 'forecaster-image', tag: '2.7.1', digest: `sha256:${'d'.repeat(64)}` },
      replicas: {
        min: 4,
        max: 8,
        targetCPUUtilization: 65,
        targetMemoryUtilization: 75,
        scaleDownStabilizationSeconds: 240,
      },
      resources: {
        requests: { cpu: '200m', memory: '300Mi', ephemeralStorage: '400Mi' },
        limits: { cpu: '700m', memory: '600Mi', ephemeralStorage: '800Mi' },
      },
      quota: {
        requests: { cpu: '4', memory: '6Gi', ephemeralStorage: '10Gi' },
        limits: { cpu: '13', memory: '12Gi', ephemeralStorage: '16Gi' },
        pods: 21,
      },
      config: { RANDOM_STATE: 1234, LOG_LEVEL: 'warn' },
      secrets: [
        { name: 'warehouse-url', variable: 'WAREHOUSE_URL' },
        { name: 'client-keys', variable: 'API_KEYS' },
      ],
      secretRecoveryDays: 14,
      egress: [
        { cidr: '10.41.5.0/24', port: 5432 },
        { cidr: '169.254.0.0/16', port: 6379 },
      ],
      model: {
        bucket: 'forecast-models',
        key: 'forecasts/model-7.onnx',
        sha256: 'e'.repeat(64),
        sizeLimit: '128Mi',
        kmsKeyArn: 'arn:aws:kms:eu-west-3:210987654321:key/models',
      },
      exposure: {
        loadBalancer: { enabled: true, scheme: 'internet-facing', sourceCidrs: ['203.0.113.0/25'] },
        ingress: {
          enabled: true,
          scheme: 'internal',
          host: 'forecasts.example.org',
          path: '/paris',
          group: 'front-door',
          certificateArn: 'arn:aws:acm:eu-west-3:210987654321:certificate/tls',
          sourceCidrs: ['10.42.0.0/16', '10.43.0.0/16'],
        },
      },
      objectives: { availability: 99.7, latencySeconds: 0.5 },
      pod: {
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [
          { key: 'example.com/noisy', operator: 'Equal', value: 'loud', effect: 'NoExecute', tolerationSeconds: 601 },
        ],
        affinity: { podAffinity: { of: 'the pods' } },
        topologySpreadConstraints: [
          { topologyKey: 'example.com/row', maxSkew: 19, whenUnsatisfiable: 'ScheduleAnyway' },
        ],
        priorityClassName: 'forecasts-first',
        runtimeClassName: 'sandboxed',
        annotations: { 'example.com/note': 'of the pods' },
        labels: { 'example.com/owner': 'forecasters' },
        env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        volumes: [{ name: 'lookup', emptyDir: {} }],
        volumeMounts: [{ name: 'tmp', mountPath: '/lookup-tables' }],
        sidecars: [
          {
            name: 'proxy',
            image: 'registry.example.org/proxy:1.0.1',
            resources: {
              requests: { cpu: '20m', memory: '40Mi', ephemeralStorage: '50Mi' },
              limits: { cpu: '21m', memory: '81Mi', ephemeralStorage: '101Mi' },
            },
          },
        ],
        initContainers: [
          {
            name: 'warm-up',
            image: 'registry.example.org/warm-up:1.0.2',
            resources: {
              requests: { cpu: '18m', memory: '31Mi', ephemeralStorage: '32Mi' },
              limits: { cpu: '33m', memory: '34Mi', ephemeralStorage: '35Mi' },
            },
          },
        ],
        probes: {
          startup: { periodSeconds: 18, timeoutSeconds: 6, failureThreshold: 71 },
          liveness: { periodSeconds: 22, timeoutSeconds: 11, failureThreshold: 12 },
          readiness: { periodSeconds: 13, timeoutSeconds: 16, failureThreshold: 17 },
        },
        preStopSleepSeconds: 150,
        terminationGracePeriodSeconds: 199,
        serviceAccountAnnotations: { 'example.com/account': 'of forecasts' },
      },
      values: { rollout: { maxUnavailable: 1 } },
    },
  },
  observability: {
    containerInsights: true,
    logRetentionDays: 400,
    alarmEmails: ['alarms@example.org'],
    budget: { monthlyUSD: 777, emails: ['costs@example.org'] },
  },
  addons: {
    'argo-cd': { enabled: true, version: '10.1.2', values: { global: { a: 'of argo-cd' } } },
    'aws-load-balancer-controller': { enabled: true, version: '3.5.3', values: { b: 'of the controller' } },
    'metrics-server': { enabled: true, version: '3.13.4', values: { c: 'of metrics-server' } },
    'cluster-autoscaler': { enabled: false, version: '9.59.5', values: { d: 'of the autoscaler' } },
    karpenter: { enabled: true, version: '1.14.6', values: { e: 'of karpenter' } },
    'external-secrets': { enabled: true, version: '2.9.7', values: { f: 'of external-secrets' } },
    'kube-prometheus-stack': { enabled: true, version: '88.5.8', values: { g: 'of the stack' } },
  },
  gitops: {
    repoURL: 'https://git.example.org/forecasts/ops.git',
    targetRevision: 'release/3',
    destinationCluster: 'in-cluster',
    autoSync: { enabled: true, prune: false, selfHeal: true },
    cascadeDelete: true,
    confirmDeletion: true,
    syncWindows: [
      { kind: 'deny', schedule: '15 22 * * 5', duration: '2h30m', timeZone: 'Europe/Paris', manualSync: true },
    ],
    notifications: [{ trigger: 'on-sync-failed', service: 'slack', recipient: '#forecasts' }],
  },
  pipeline: {
    githubRepository: 'acme/forecaster',
    githubIds: { owner: '90210', repository: '31337' },
    branch: 'stable',
    createOidcProvider: true,
  },
};

export type FullEnvironment = typeof fullEnvironment;
