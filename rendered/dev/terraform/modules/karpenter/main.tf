# What Karpenter needs in AWS: its own role, a role for the nodes it starts, news of interruptions, and tags by which it
# finds the security group (the network module tags the subnets).

module "role" {
  source = "../service-account-role"

  name            = var.controller.role_name
  oidc_provider   = var.oidc_provider
  namespace       = var.controller.namespace
  service_account = var.controller.service_account

  policies = {
    start-nodes           = local.start_nodes_policy
    discover              = local.discover_policy
    receive-interruptions = local.receive_interruptions_policy
  }
}

resource "aws_ec2_tag" "discovery" {
  resource_id = var.security_group_id
  key         = "karpenter.sh/discovery"
  value       = var.cluster_name
}
