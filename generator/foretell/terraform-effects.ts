import type { Consequence } from './change.js';

/** What another value of a variable does to what Terraform has made. */
export interface Effect {
  /** Path of the variable; `*` stands for one step. */
  readonly variable: string;
  readonly consequence: Consequence;
  /** What follows from it, as a sentence. */
  readonly note: string;
}

const effect = (consequence: Consequence, note: string, ...variables: readonly string[]): readonly Effect[] =>
  variables.map((variable) => ({ variable, consequence, note }));

/**
 * What follows from each variable of the Terraform roots. The source is the AWS provider (6.x): which arguments of a
 * resource force a new one is in its pages at
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/, and what EKS does by itself in
 * https://docs.aws.amazon.com/eks/latest/userguide/.
 */
export const effects: readonly Effect[] = [
  ...effect(
    'replaced',
    'Everything is made again there, and nothing is moved.',
    'environment',
    'aws.account_id',
    'aws.region',
    'aws.partition',
    'aws.dns_suffix',
    'bucket',
  ),
  ...effect('changed in place', 'Tags of everything that Terraform makes.', 'aws.tags.*', 'aws.tags'),
  ...effect('changed in place', 'Terraform itself assumes another role.', 'aws.assume_role_arn'),
  ...effect('replaced', 'Every role is made again; pods lose their rights until they are replaced.', 'iam.path'),
  ...effect('replaced', 'Roles, secrets and log groups have other names, and are made again.', 'iam.name_prefix'),
  ...effect('changed in place', 'The boundary of every role.', 'iam.permissions_boundary'),

  ...effect(
    'replaced',
    'The network is made again, with everything in it.',
    'network.cidr',
    'network.existing.*',
    'network.existing',
    'network.existing.private_subnets.*.*',
    'network.existing.private_subnets.*',
    'network.existing.public_subnets.*.*',
    'network.existing.public_subnets.*',
  ),
  ...effect(
    'replaced',
    'Subnets are made again; nodes and network interfaces in them go first.',
    'network.availability_zones',
    'network.public_subnets',
    'network.private_subnets',
  ),
  ...effect(
    'replaced',
    'NAT gateways come or go: connections to outside break, and their addresses change.',
    'network.nat_gateways',
  ),
  ...effect('changed in place', 'Endpoints come or go.', 'network.interface_endpoints'),
  ...effect(
    'replaced',
    'The log group is another one; the old logs go.',
    'cluster.log_group',
    'network.flow_logs.log_group',
  ),
  ...effect('changed in place', '', 'network.flow_logs.retention_in_days', 'network.flow_logs'),

  ...effect('replaced', 'The cluster is made again, with everything in it.', 'cluster.name', 'cluster.service_cidr'),
  ...effect(
    'restarts',
    'The control plane is upgraded, then each node is replaced; there is no way back.',
    'cluster.version',
  ),
  ...effect('changed in place', '', 'cluster.deletion_protection', 'deletion_protection'),
  ...effect('changed in place', 'Who reaches the public endpoint.', 'cluster.public_access_cidrs'),
  ...effect(
    'changed in place',
    'Who may use the Kubernetes API.',
    'cluster.access_entries.*',
    'cluster.access_entries.*.*',
    'cluster.access_entries',
  ),
  ...effect('changed in place', '', 'cluster.log_retention_in_days'),
  ...effect('replaced', 'The role of the nodes is made again, and every node with it.', 'cluster.node_role_name'),
  ...effect(
    'replaced',
    'A new group takes over before the old one goes: each of its nodes is drained.',
    'cluster.node_groups.*.name',
    'cluster.node_groups.*.capacity',
    'cluster.node_groups.*.instance_types',
    'cluster.node_groups.*.ami_type',
    'cluster.node_groups.*.zones',
    'cluster.node_groups',
  ),
  ...effect(
    'restarts',
    'Its nodes are replaced, a third of them at a time.',
    'cluster.node_groups.*.disk_size_gib',
    'cluster.node_groups.*.ami_release',
  ),
  ...effect(
    'changed in place',
    'How many nodes there may be.',
    'cluster.node_groups.*.min',
    'cluster.node_groups.*.max',
  ),
  ...effect(
    'changed in place',
    'Nodes that are there get them too.',
    'cluster.node_groups.*.labels.*',
    'cluster.node_groups.*.labels',
  ),
  ...effect(
    'changed in place',
    'Pods that do not tolerate a new NoExecute are evicted.',
    'cluster.node_groups.*.taints.*.*',
    'cluster.node_groups.*.taints.*',
    'cluster.node_groups.*.taints',
  ),
  ...effect('restarts', 'EKS replaces the pods of the add-on.', 'cluster.addons.*.*', 'cluster.addons.*'),

  ...effect('destroyed', 'Images of a repository that goes are deleted.', 'registry.repositories'),
  ...effect('changed in place', 'Who may pull images.', 'registry.pulled_by'),

  ...effect(
    'changed in place',
    'Which pods may assume the role.',
    'workloads.*.namespace',
    'workloads.*.service_account',
    'controllers.*.namespace',
    'controllers.*.service_account',
    'eks_addon_roles.*.namespace',
    'eks_addon_roles.*.service_account',
  ),
  ...effect('changed in place', 'Which load balancers the alarms watch.', 'workloads.*.service'),
  ...effect(
    'replaced',
    'Another role: pods lose their rights until they are replaced.',
    'workloads.*.role_name',
    'controllers.*.role_name',
    'eks_addon_roles.*.role_name',
  ),
  ...effect('replaced', 'Secrets have other names: their values have to be put again.', 'workloads.*.secrets.prefix'),
  ...effect('changed in place', 'A new secret needs a value before pods start.', 'workloads.*.secrets.names'),
  ...effect(
    'changed in place',
    'Which secrets and parameters that exist external-secrets may read.',
    'workloads.*.secrets.existing.*',
    'workloads.*.secrets.existing',
  ),
  ...effect('changed in place', '', 'workloads.*.secrets.recovery_window_in_days'),
  ...effect('changed in place', 'Which model the pods may read.', 'workloads.*.model.*', 'workloads.*.model'),
  ...effect('changed in place', 'Roles for the pods of an add-on come or go.', 'controllers.*', 'eks_addon_roles.*'),
  ...effect('replaced', "Karpenter's role and queue are made again.", 'karpenter.node_role_name', 'karpenter.queue'),

  ...effect('changed in place', '', 'observability.log_retention_in_days', 'observability.runbook_url'),
  ...effect('changed in place', 'A new address has to confirm once.', 'observability.alarm_emails'),
  ...effect('changed in place', 'Alarms of load balancers come or go.', 'observability.load_balancers.*'),
  ...effect('changed in place', 'Which topics alerts go to.', 'observability.receivers.topic_arns'),
  ...effect(
    'changed in place',
    'A new secret needs a value before Alertmanager starts; one that goes takes its value along.',
    'observability.receivers.secret_names',
    'observability.receivers',
  ),
  ...effect(
    'replaced',
    'Secrets have other names: their values have to be put again.',
    'observability.receivers.secrets_prefix',
  ),
  ...effect('changed in place', '', 'observability.budget.*', 'observability.budget'),
  ...effect('replaced', 'The role that pushes images is another one.', 'pipeline.role_name'),
  ...effect(
    'changed in place',
    'Who may push images.',
    'pipeline.github_owner',
    'pipeline.github_repository',
    'pipeline.github_ids.*',
    'pipeline.github_ids',
    'pipeline.branch',
    'pipeline.create_oidc_provider',
    'pipeline',
  ),
  ...effect(
    'changed in place',
    'What workflows may do that run Terraform; a person has to apply it.',
    'pipeline.terraform',
    'pipeline.terraform.plan_policy_arns',
    'pipeline.terraform.apply_policy_arns',
    'pipeline.terraform.state.*',
  ),
  ...effect(
    'replaced',
    'The roles of workflows that run Terraform are others; a person has to apply it.',
    'pipeline.terraform.plan_role_name',
    'pipeline.terraform.apply_role_name',
  ),
];

/** Finds what a variable does: by its own path, or by that of the nearest one above. */
export function effectOf(path: readonly (string | number)[]): Effect | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const found = effects.find(({ variable }) => matches(variable.split('.'), path.slice(0, length)));
    if (found) return found;
  }
  return undefined;
}

const matches = (pattern: readonly string[], path: readonly (string | number)[]): boolean =>
  pattern.length === path.length && pattern.every((step, index) => step === '*' || step === path[index]);
