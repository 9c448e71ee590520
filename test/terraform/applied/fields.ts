const nodeGroup = 'module.cluster[0].aws_eks_node_group.this';
const template = 'module.cluster[0].aws_launch_template.node';
const access = 'module.cluster[0].aws_eks_access_policy_association.this';
const alarm = 'module.observability.aws_cloudwatch_metric_alarm';
const policy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;
const healthy = (schema: string) => `SELECT MIN(HealthyHostCount) FROM SCHEMA("${schema}", LoadBalancer, TargetGroup)`;

const insightsAddOn = 'module.observability.aws_eks_addon.container_insights["amazon-cloudwatch-observability"]';
const eksAddOns: readonly (readonly [address: string, version: string, configuration: RegExp])[] = [
  ['module.cluster[0].aws_eks_addon.before_nodes["vpc-cni"]', 'v1.20.1-eksbuild.1', /"cni":"of vpc-cni"/],
  ['module.cluster[0].aws_eks_addon.before_nodes["kube-proxy"]', 'v1.36.2-eksbuild.2', /"proxy":"of kube-proxy"/],
  ['module.cluster[0].aws_eks_addon.coredns', 'v1.12.3-eksbuild.3', /"dns":"of coredns"/],
  [
    'module.cluster[0].aws_eks_addon.before_nodes["eks-pod-identity-agent"]',
    'v1.3.4-eksbuild.4',
    /"agent":"of the agent"/,
  ],
  ['module.cluster[0].aws_eks_addon.ebs_csi["aws-ebs-csi-driver"]', 'v1.50.5-eksbuild.5', /"driver":"of the driver"/],
  [insightsAddOn, 'v4.6.6-eksbuild.6', /"watch":"of CloudWatch"/],
];

/** What the full environment makes, by place: a text is the whole value, an expression a part of it. */
export const fields: readonly (readonly [place: string, value: unknown])[] = [
  ['module.network[0].aws_vpc.this / cidr_block', '10.40.0.0/16'],
  ...['a', 'b', 'c'].flatMap(
    (zone, index) =>
      [
        [`module.network[0].aws_subnet.public["eu-west-3${zone}"] / cidr_block`, `10.40.${index + 1}.0/24`],
        [`module.network[0].aws_subnet.private["eu-west-3${zone}"] / cidr_block`, `10.40.${64 + 16 * index}.0/20`],
      ] as const,
  ),
  ['module.network[0].aws_vpc_endpoint.interface["ecr.api"] / service_name', 'com.amazonaws.eu-west-3.ecr.api'],
  ['module.network[0].aws_vpc_endpoint.interface["sts"] / service_name', 'com.amazonaws.eu-west-3.sts'],
  ['module.network[0].aws_cloudwatch_log_group.flow_logs / retention_in_days', 90],
  ['module.network[0].aws_cloudwatch_log_group.flow_logs / name', '/aws/vpc/full-prefix/flow-logs'],

  ['module.cluster[0].aws_eks_cluster.this / name', 'full-cluster'],
  ['module.cluster[0].aws_eks_cluster.this / version', '1.36'],
  ['module.cluster[0].aws_eks_cluster.this / deletion_protection', true],
  ['module.cluster[0].aws_eks_cluster.this / vpc_config.0.endpoint_public_access', true],
  ['module.cluster[0].aws_eks_cluster.this / vpc_config.0.public_access_cidrs', ['198.51.100.0/24']],
  ['module.cluster[0].aws_cloudwatch_log_group.control_plane / retention_in_days', 180],
  ['module.cluster[0].aws_cloudwatch_log_group.control_plane / name', '/aws/eks/full-cluster/cluster'],
  [`${access}["arn:aws:iam::210987654321:role/operators"] / policy_arn`, policy('AmazonEKSClusterAdminPolicy')],
  [`${access}["arn:aws:iam::210987654321:role/readers"] / policy_arn`, policy('AmazonEKSViewPolicy')],
  [`${nodeGroup}["steady"] / instance_types`, ['m6i.large']],
  [`${nodeGroup}["cheap"] / instance_types`, ['m6g.large', 'm7g.large']],
  [`${nodeGroup}["steady"] / capacity_type`, 'ON_DEMAND'],
  [`${nodeGroup}["cheap"] / capacity_type`, 'SPOT'],
  [`${nodeGroup}["steady"] / ami_type`, 'AL2023_x86_64_STANDARD'],
  [`${nodeGroup}["cheap"] / ami_type`, 'BOTTLEROCKET_ARM_64'],
  [`${nodeGroup}["steady"] / labels`, { 'example.com/pool': 'steady-pool' }],
  [`${nodeGroup}["cheap"] / labels`, { 'example.com/kind': 'cheap-pool' }],
  [`${nodeGroup}["steady"] / scaling_config`, [{ desired_size: 3, max_size: 9, min_size: 3 }]],
  [`${nodeGroup}["cheap"] / scaling_config`, [{ desired_size: 2, max_size: 5, min_size: 2 }]],
  [
    `${nodeGroup}["steady"] / taint`,
    [{ effect: 'PREFER_NO_SCHEDULE', key: 'example.com/rather-not', value: 'rather' }],
  ],
  [`${nodeGroup}["cheap"] / taint`, [{ effect: 'NO_SCHEDULE', key: 'example.com/spot', value: 'batch' }]],
  [`${template}["steady"] / block_device_mappings.0.ebs.0.volume_size`, 60],
  [`${template}["cheap"] / block_device_mappings.0.ebs.0.volume_size`, 70],
  ...eksAddOns.flatMap(
    ([address, version, configuration]) =>
      [
        [`${address} / addon_version`, version],
        [`${address} / configuration_values`, configuration],
      ] as const,
  ),

  ['module.registry["forecaster-image"].aws_ecr_repository.this / name', 'forecaster-image'],
  ['module.registry["forecaster-image"].aws_ecr_repository.this / force_delete', false],
  [
    'module.secrets["forecaster"].aws_secretsmanager_secret.this["warehouse-url"] / name',
    'full-prefix/forecasts/warehouse-url',
  ],
  ['module.secrets["forecaster"].aws_secretsmanager_secret.this["client-keys"] / recovery_window_in_days', 14],
  [
    'module.workload_identity["forecaster"].module.role.aws_iam_role_policy.this["read-own-model"] / policy',
    /:forecast-models\/forecasts\/model-7\.onnx","arn:aws:s3:::forecast-models\/forecasts\/model-7\.weights"/,
  ],
  [
    'module.workload_identity["forecaster"].module.role.aws_iam_role_policy.this["read-own-model"] / policy',
    /"arn:aws:kms:eu-west-2:210987654321:key\/models"/,
  ],
  ...[
    /"arn:aws:secretsmanager:eu-west-3:444455556666:secret:rds!db-7f3a-QwErTy"/,
    /"arn:aws:ssm:eu-west-3:210987654321:parameter\/forecasts\/feed\/url"/,
    /"arn:aws:kms:eu-west-3:444455556666:key\/shared"/,
  ].map(
    (part) =>
      [
        'module.controllers.module.role["external-secrets"].aws_iam_role_policy.this["external-secrets"] / policy',
        part,
      ] as const,
  ),

  ...['application', 'dataplane', 'host', 'performance'].map(
    (group) =>
      [
        `module.observability.aws_cloudwatch_log_group.container_insights["${group}"] / retention_in_days`,
        400,
      ] as const,
  ),
  ['module.observability.aws_sns_topic_subscription.alarms["alarms@example.org"] / endpoint', 'alarms@example.org'],
  ['module.receiver_secrets[0].aws_secretsmanager_secret.this["pager-key"] / name', 'full-prefix/monitoring/pager-key'],
  ['module.receiver_secrets[0].aws_secretsmanager_secret.this["chat-hook"] / recovery_window_in_days', 30],
  ...[
    /"arn:aws:sns:eu-west-3:210987654321:full-cluster-alarms"/,
    /"arn:aws:sns:eu-west-3:210987654321:forecasts-alerts"/,
    /"arn:aws:sns:eu-west-3:444455556666:central"/,
  ].map(
    (part) =>
      [
        'module.controllers.module.role["kube-prometheus-stack"]' +
          '.aws_iam_role_policy.this["kube-prometheus-stack"] / policy',
        part,
      ] as const,
  ),
  ['module.observability.aws_budgets_budget.this[0] / limit_amount', '777'],
  [
    'module.observability.aws_budgets_budget.this[0] / notification.0.subscriber_email_addresses',
    ['costs@example.org'],
  ],
  [`${alarm}.no_healthy_targets["nlb"] / metric_query.0.expression`, healthy('AWS/NetworkELB')],
  [`${alarm}.no_healthy_targets["alb"] / metric_query.0.expression`, healthy('AWS/ApplicationELB')],
  [
    `${alarm}.no_running_pods["forecaster"] / dimensions`,
    { ClusterName: 'full-cluster', Namespace: 'forecasts', Service: 'forecaster-service' },
  ],
  [`${alarm}.pods_unschedulable / alarm_actions`, ['arn:aws:sns:eu-west-3:210987654321:full-cluster-alarms']],
  ['module.karpenter[0].aws_sqs_queue.interruptions / name', 'full-prefix-karpenter'],
  ['module.image_push[0].aws_iam_role.this / name', 'full-prefix-image-push'],
];
