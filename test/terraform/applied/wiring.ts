const insights = {
  addOn: 'module.observability.aws_eks_addon.container_insights["amazon-cloudwatch-observability"]',
  role: 'module.observability.module.cloudwatch_agent_role["amazon-cloudwatch-observability"].aws_iam_role.this',
};
const exhaustion = 'module.observability.aws_cloudwatch_metric_alarm.nat_port_exhaustion';

/** Which value of one module arrives in another, as terraform-templates/main.tf wires them. */
export const wiring: readonly (readonly [what: string, place: string, source: string])[] = [
  [
    'Kubernetes Secrets are encrypted by the cluster’s key',
    'module.cluster[0].aws_eks_cluster.this / encryption_config.0.provider.0.key_arn',
    'module.encryption.aws_kms_key.this["cluster"] / arn',
  ],
  [
    'images are encrypted by the key of data',
    'module.registry["forecaster-image"].aws_ecr_repository.this / encryption_configuration.0.kms_key',
    'module.encryption.aws_kms_key.this["data"] / arn',
  ],
  ...['warehouse-url', 'client-keys'].map(
    (name) =>
      [
        `the secret ${name} is encrypted by the key of data`,
        `module.secrets["forecaster"].aws_secretsmanager_secret.this["${name}"] / kms_key_id`,
        'module.encryption.aws_kms_key.this["data"] / arn',
      ] as const,
  ),
  ...[
    'module.cluster[0].aws_cloudwatch_log_group.control_plane',
    'module.network[0].aws_cloudwatch_log_group.flow_logs',
    ...['application', 'dataplane', 'host', 'performance'].map(
      (group) => `module.observability.aws_cloudwatch_log_group.container_insights["${group}"]`,
    ),
  ].map(
    (group) =>
      [
        `${group} is encrypted by the key of logs`,
        `${group} / kms_key_id`,
        'module.encryption.aws_kms_key.this["logs"] / arn',
      ] as const,
  ),
  [
    'alarms are encrypted by the key of logs, which lets CloudWatch publish',
    'module.observability.aws_sns_topic.alarms / kms_master_key_id',
    'module.encryption.aws_kms_key.this["logs"] / arn',
  ],
  [
    'the control plane has its own role',
    'module.cluster[0].aws_eks_cluster.this / role_arn',
    'module.cluster[0].aws_iam_role.cluster / arn',
  ],
  ...['steady', 'cheap'].map(
    (group) =>
      [
        `the nodes ${group} have the nodes’ role`,
        `module.cluster[0].aws_eks_node_group.this["${group}"] / node_role_arn`,
        'module.cluster[0].aws_iam_role.node / arn',
      ] as const,
  ),
  [
    'the network plugin has its own role',
    'module.cluster[0].aws_eks_addon.before_nodes["vpc-cni"] / service_account_role_arn',
    'module.cluster[0].module.cni_role.aws_iam_role.this / arn',
  ],
  [
    'the volume driver has its own role',
    'module.cluster[0].aws_eks_addon.ebs_csi["aws-ebs-csi-driver"] / pod_identity_association.0.role_arn',
    'module.cluster[0].module.ebs_csi_role["aws-ebs-csi-driver"].aws_iam_role.this / arn',
  ],
  [
    'the CloudWatch agent has its own role',
    `${insights.addOn} / pod_identity_association.0.role_arn`,
    `${insights.role} / arn`,
  ],
  [
    'flow logs have their own role',
    'module.network[0].aws_flow_log.this / iam_role_arn',
    'module.network[0].aws_iam_role.flow_logs / arn',
  ],
  [
    'flow logs go to their own group',
    'module.network[0].aws_flow_log.this / log_destination',
    'module.network[0].aws_cloudwatch_log_group.flow_logs / arn',
  ],
  [
    'nodes that Karpenter starts may join',
    'module.karpenter[0].aws_eks_access_entry.node / principal_arn',
    'module.karpenter[0].aws_iam_role.node / arn',
  ],
  [
    'nodes that Karpenter starts have their own role',
    'module.karpenter[0].aws_iam_instance_profile.node / role',
    'module.karpenter[0].aws_iam_role.node / name',
  ],
  [
    'Karpenter finds the cluster’s security group',
    'module.karpenter[0].aws_ec2_tag.discovery / resource_id',
    'module.cluster[0].aws_eks_cluster.this / vpc_config.0.cluster_security_group_id',
  ],
  [
    'Karpenter finds it by the cluster’s name',
    'module.karpenter[0].aws_ec2_tag.discovery / value',
    'module.cluster[0].aws_eks_cluster.this / name',
  ],
  ...['a', 'b', 'c'].flatMap(
    (zone) =>
      [
        [
          `the NAT gateway of zone ${zone} is in that zone’s public subnet`,
          `module.network[0].aws_nat_gateway.this["eu-west-3${zone}"] / subnet_id`,
          `module.network[0].aws_subnet.public["eu-west-3${zone}"] / id`,
        ],
        [
          `private subnets of zone ${zone} leave by that zone’s gateway`,
          `module.network[0].aws_route.private_internet["eu-west-3${zone}"] / nat_gateway_id`,
          `module.network[0].aws_nat_gateway.this["eu-west-3${zone}"] / id`,
        ],
        [
          `the route table of zone ${zone} is that zone’s private subnet’s`,
          `module.network[0].aws_route_table_association.private["eu-west-3${zone}"] / subnet_id`,
          `module.network[0].aws_subnet.private["eu-west-3${zone}"] / id`,
        ],
        [
          `an alarm watches the NAT gateway of zone ${zone}`,
          `${exhaustion}["eu-west-3${zone}"] / dimensions.NatGatewayId`,
          `module.network[0].aws_nat_gateway.this["eu-west-3${zone}"] / id`,
        ],
      ] as const,
  ),
];
