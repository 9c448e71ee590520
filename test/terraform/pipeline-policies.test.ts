import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { repositoryRoot } from '../../tools/folders.js';
import { policiesIn, type Statement } from './applied/policies.js';
import { applied } from './applied/state.js';
import { rootInput } from './environments.js';
import { testOffline } from './terraform-tests.js';
import { everything } from './variants.js';

/** What the role that applies needs for each kind of resource: to make it, and to take it away. */
const actions: Readonly<Record<string, readonly string[]>> = {
  aws_budgets_budget: ['budgets:ModifyBudget', 'budgets:ViewBudget'],
  aws_cloudwatch_event_rule: ['events:PutRule', 'events:DeleteRule', 'events:DescribeRule'],
  aws_cloudwatch_event_target: ['events:PutTargets', 'events:RemoveTargets', 'events:ListTargetsByRule'],
  aws_cloudwatch_log_group: ['logs:CreateLogGroup', 'logs:DeleteLogGroup', 'logs:DescribeLogGroups'],
  aws_cloudwatch_metric_alarm: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms'],
  aws_default_security_group: ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
  aws_ec2_tag: ['ec2:CreateTags', 'ec2:DeleteTags', 'ec2:DescribeTags'],
  aws_ecr_lifecycle_policy: ['ecr:PutLifecyclePolicy', 'ecr:DeleteLifecyclePolicy', 'ecr:GetLifecyclePolicy'],
  aws_ecr_repository: ['ecr:CreateRepository', 'ecr:DeleteRepository', 'ecr:DescribeRepositories'],
  aws_ecr_repository_policy: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy', 'ecr:GetRepositoryPolicy'],
  aws_eip: ['ec2:AllocateAddress', 'ec2:ReleaseAddress', 'ec2:DescribeAddresses'],
  aws_eks_access_entry: ['eks:CreateAccessEntry', 'eks:DeleteAccessEntry', 'eks:DescribeAccessEntry'],
  aws_eks_access_policy_association: [
    'eks:AssociateAccessPolicy',
    'eks:DisassociateAccessPolicy',
    'eks:ListAssociatedAccessPolicies',
  ],
  aws_eks_addon: ['eks:CreateAddon', 'eks:DeleteAddon', 'eks:DescribeAddon'],
  aws_eks_cluster: ['eks:CreateCluster', 'eks:DeleteCluster', 'eks:DescribeCluster'],
  aws_eks_node_group: ['eks:CreateNodegroup', 'eks:DeleteNodegroup', 'eks:DescribeNodegroup', 'ec2:RunInstances'],
  aws_flow_log: ['ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs', 'ec2:DescribeFlowLogs', 'logs:CreateLogDelivery'],
  aws_iam_instance_profile: [
    'iam:CreateInstanceProfile',
    'iam:AddRoleToInstanceProfile',
    'iam:DeleteInstanceProfile',
    'iam:GetInstanceProfile',
  ],
  aws_iam_openid_connect_provider: [
    'iam:CreateOpenIDConnectProvider',
    'iam:DeleteOpenIDConnectProvider',
    'iam:GetOpenIDConnectProvider',
  ],
  aws_iam_role: ['iam:CreateRole', 'iam:DeleteRole', 'iam:GetRole', 'iam:PassRole'],
  aws_iam_role_policy: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:GetRolePolicy'],
  aws_iam_role_policy_attachment: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy', 'iam:ListAttachedRolePolicies'],
  aws_internet_gateway: ['ec2:CreateInternetGateway', 'ec2:AttachInternetGateway', 'ec2:DeleteInternetGateway'],
  aws_kms_alias: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:ListAliases'],
  aws_kms_key: ['kms:CreateKey', 'kms:ScheduleKeyDeletion', 'kms:DescribeKey'],
  aws_launch_template: ['ec2:CreateLaunchTemplate', 'ec2:DeleteLaunchTemplate', 'ec2:DescribeLaunchTemplates'],
  aws_nat_gateway: ['ec2:CreateNatGateway', 'ec2:DeleteNatGateway', 'ec2:DescribeNatGateways'],
  aws_route: ['ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:DescribeRouteTables'],
  aws_route_table: ['ec2:CreateRouteTable', 'ec2:DeleteRouteTable', 'ec2:DescribeRouteTables'],
  aws_route_table_association: ['ec2:AssociateRouteTable', 'ec2:DisassociateRouteTable'],
  aws_secretsmanager_secret: [
    'secretsmanager:CreateSecret',
    'secretsmanager:DeleteSecret',
    'secretsmanager:DescribeSecret',
  ],
  aws_security_group: ['ec2:CreateSecurityGroup', 'ec2:DeleteSecurityGroup', 'ec2:DescribeSecurityGroups'],
  aws_sns_topic: ['sns:CreateTopic', 'sns:DeleteTopic', 'sns:GetTopicAttributes'],
  aws_sns_topic_policy: ['sns:SetTopicAttributes'],
  aws_sns_topic_subscription: ['sns:Subscribe', 'sns:Unsubscribe', 'sns:GetSubscriptionAttributes'],
  aws_sqs_queue: ['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueAttributes'],
  aws_sqs_queue_policy: ['sqs:SetQueueAttributes'],
  aws_subnet: ['ec2:CreateSubnet', 'ec2:DeleteSubnet', 'ec2:DescribeSubnets'],
  aws_vpc: ['ec2:CreateVpc', 'ec2:DeleteVpc', 'ec2:DescribeVpcs'],
  aws_vpc_endpoint: ['ec2:CreateVpcEndpoint', 'ec2:DeleteVpcEndpoints', 'ec2:DescribeVpcEndpoints'],
  aws_vpc_security_group_ingress_rule: [
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:RevokeSecurityGroupIngress',
    'ec2:DescribeSecurityGroupRules',
  ],
};

/** The pipeline's own policies are a person's to apply. */
const byHand = ['aws_iam_policy'];

const allowedBy = (statements: readonly Statement[]): string[] =>
  statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => [Action].flat() as string[]);

const conditionOf = (statements: readonly Statement[], operator: string, key: string): readonly unknown[] =>
  statements.flatMap(({ Condition }) => (Condition?.[operator]?.[key] as readonly string[] | undefined) ?? []);

test('each kind of resource that Terraform makes is listed with what its making needs', (t) => {
  const modules = join(repositoryRoot, 'terraform-templates/modules');
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tf'));
  const kinds = files.flatMap((file) =>
    [...readFileSync(join(modules, file), 'utf8').matchAll(/^resource "(\w+)"/gm)].map(([, kind]) => kind ?? ''),
  );
  t.deepEqual([...new Set(kinds)].filter((kind) => !byHand.includes(kind)).sort(), Object.keys(actions).sort());
});

testOffline('the role that applies may do what everything holds', async (t, terraform) => {
  const { resources, root } = await applied(terraform, '.', rootInput(everything.environment));
  t.teardown(root.remove);
  const policies = policiesIn(resources);
  const ofApply = policies
    .filter(({ address }) => address.startsWith('module.terraform_pipeline[0].aws_iam_policy.apply'))
    .flatMap(({ statements }) => statements);
  const allowed = new Set(allowedBy(ofApply));
  for (const [kind, needed] of Object.entries(actions))
    for (const action of needed) t.true(allowed.has(action), `${kind}: ${action}`);

  const attached = resources
    .filter(({ type, address }) => type.endsWith('policy_attachment') && !address.includes('terraform_pipeline'))
    .map(({ values }) => values['policy_arn']);
  t.true(attached.length > 3);
  const attachable = conditionOf(ofApply, 'ArnEquals', 'iam:PolicyARN');
  t.deepEqual(
    attached.filter((arn) => !attachable.includes(arn)),
    [],
  );

  const services = policies
    .filter(({ attribute }) => attribute === 'assume_role_policy')
    .flatMap(({ statements }) => statements)
    .flatMap(({ Principal }) => (Principal as { Service?: string } | undefined)?.Service ?? []);
  t.true(services.length > 3);
  const passable = conditionOf(ofApply, 'StringEquals', 'iam:PassedToService');
  t.deepEqual(
    services.filter((service) => !passable.includes(service)),
    [],
  );
});
