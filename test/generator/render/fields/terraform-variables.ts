/** The variables of both Terraform roots that follow from the full environment, each from the field of its own. */
export const expectedVariables = {
  environment: 'full',
  aws: {
    account_id: '210987654321',
    region: 'eu-west-3',
    partition: 'aws',
    tags: { Team: 'forecasting' },
    dns_suffix: 'amazonaws.com',
    assume_role_arn: 'arn:aws:iam::210987654321:role/terraform',
  },
  iam: {
    path: '/forecasts-team/',
    name_prefix: 'full-prefix',
    permissions_boundary: 'arn:aws:iam::210987654321:policy/boundary',
  },
  network: {
    cidr: '10.40.0.0/16',
    availability_zones: ['eu-west-3a', 'eu-west-3b', 'eu-west-3c'],
    public_subnets: ['10.40.1.0/24', '10.40.2.0/24', '10.40.3.0/24'],
    private_subnets: ['10.40.64.0/20', '10.40.80.0/20', '10.40.96.0/20'],
    nat_gateways: 'one-per-az',
    interface_endpoints: ['ecr.api', 'sts'],
    flow_logs: { log_group: '/aws/vpc/full-prefix/flow-logs', retention_in_days: 90 },
  },
  cluster: {
    name: 'full-cluster',
    version: '1.36',
    deletion_protection: true,
    public_access_cidrs: ['198.51.100.0/24'],
    access_entries: [
      { principal_arn: 'arn:aws:iam::210987654321:role/operators', access: 'admin' },
      { principal_arn: 'arn:aws:iam::210987654321:role/readers', access: 'viewer' },
    ],
    log_group: '/aws/eks/full-cluster/cluster',
    log_retention_in_days: 180,
    node_role_name: 'full-prefix-node',
    node_groups: [
      {
        name: 'steady',
        capacity: 'on-demand',
        min: 3,
        max: 9,
        labels: { 'example.com/pool': 'steady-pool' },
        taints: [{ key: 'example.com/rather-not', value: 'rather', effect: 'PreferNoSchedule' }],
        instance_types: ['m6i.large'],
        disk_size_gib: 60,
        ami_type: 'AL2023_x86_64_STANDARD',
      },
      {
        name: 'cheap',
        capacity: 'spot',
        min: 2,
        max: 5,
        labels: { 'example.com/kind': 'cheap-pool' },
        taints: [{ key: 'example.com/spot', value: 'batch', effect: 'NoSchedule' }],
        instance_types: ['m6g.large', 'm7g.large'],
        disk_size_gib: 70,
        ami_type: 'BOTTLEROCKET_ARM_64',
      },
    ],
    addons: {
      'vpc-cni': { version: 'v1.20.1-eksbuild.1', configuration: '{"cni":"of vpc-cni"}' },
      'kube-proxy': { version: 'v1.36.2-eksbuild.2', configuration: '{"proxy":"of kube-proxy"}' },
      coredns: { version: 'v1.12.3-eksbuild.3', configuration: '{"dns":"of coredns"}' },
      'eks-pod-identity-agent': { version: 'v1.3.4-eksbuild.4', configuration: '{"agent":"of the agent"}' },
      'aws-ebs-csi-driver': { version: 'v1.50.5-eksbuild.5', configuration: '{"driver":"of the driver"}' },
      'amazon-cloudwatch-observability': { version: 'v4.6.6-eksbuild.6', configuration: '{"watch":"of CloudWatch"}' },
    },
  },
  registry: { repositories: ['forecaster-image'], pulled_by: [] },
  workloads: {
    forecaster: {
      namespace: 'forecasts',
      service_account: 'forecaster-api',
      service: 'forecaster-service',
      role_name: 'forecaster-role',
      secrets: {
        prefix: 'full-prefix/forecasts',
        names: ['warehouse-url', 'client-keys'],
        recovery_window_in_days: 14,
      },
      model: {
        bucket: 'forecast-models',
        key: 'forecasts/model-7.onnx',
        kms_key_arn: 'arn:aws:kms:eu-west-3:210987654321:key/models',
      },
    },
  },
  controllers: {
    'aws-load-balancer-controller': {
      role_name: 'full-prefix-aws-load-balancer-controller',
      namespace: 'kube-system',
      service_account: 'aws-load-balancer-controller',
    },
    karpenter: { role_name: 'full-prefix-karpenter', namespace: 'kube-system', service_account: 'karpenter' },
    'external-secrets': {
      role_name: 'full-prefix-external-secrets',
      namespace: 'external-secrets',
      service_account: 'external-secrets',
    },
  },
  eks_addon_roles: {
    'amazon-cloudwatch-observability': {
      role_name: 'full-prefix-cloudwatch-agent',
      namespace: 'amazon-cloudwatch',
      service_account: 'cloudwatch-agent',
    },
    'aws-ebs-csi-driver': {
      role_name: 'full-prefix-ebs-csi',
      namespace: 'kube-system',
      service_account: 'ebs-csi-controller-sa',
    },
  },
  karpenter: { node_role_name: 'full-prefix-karpenter-node', queue: 'full-prefix-karpenter' },
  observability: {
    log_retention_in_days: 400,
    alarm_emails: ['alarms@example.org'],
    runbook_url: 'https://git.example.org/forecasts/ops/blob/release/3/rendered/full/RUNBOOK.md',
    load_balancers: { nlb: 'AWS/NetworkELB', alb: 'AWS/ApplicationELB' },
    budget: { monthly_usd: 777, emails: ['costs@example.org'] },
  },
  pipeline: {
    role_name: 'full-prefix-image-push',
    github_owner: 'acme',
    github_repository: 'forecaster',
    github_ids: { owner: '90210', repository: '31337' },
    branch: 'stable',
    create_oidc_provider: true,
  },
};

export const expectedStateVariables = {
  environment: 'full',
  aws: {
    account_id: '210987654321',
    region: 'eu-west-3',
    partition: 'aws',
    tags: { Team: 'forecasting' },
    assume_role_arn: 'arn:aws:iam::210987654321:role/terraform',
  },
  bucket: 'full-prefix-tfstate-210987654321',
  deletion_protection: true,
};
