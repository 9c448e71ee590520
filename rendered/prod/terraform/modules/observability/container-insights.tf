locals {
  container_insights = var.container_insights == null ? {} : { amazon-cloudwatch-observability = var.container_insights }

  # The agent's own names. It would create the groups itself, without retention and without a key.
  log_groups = var.container_insights == null ? [] : ["application", "dataplane", "host", "performance"]
}

resource "aws_cloudwatch_log_group" "container_insights" {
  for_each = toset(local.log_groups)

  name              = "/aws/containerinsights/${var.cluster_name}/${each.value}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.logs_key_arn
}

module "cloudwatch_agent_role" {
  source   = "../pod-identity-role"
  for_each = local.container_insights

  iam                 = var.iam
  name                = each.value.role_name
  cluster_arn         = var.cluster_arn
  namespace           = each.value.namespace
  service_account     = each.value.service_account
  managed_policy_arns = { agent = "arn:${var.aws.partition}:iam::aws:policy/CloudWatchAgentServerPolicy" }
}

resource "aws_eks_addon" "container_insights" {
  for_each = local.container_insights

  cluster_name                = var.cluster_name
  addon_name                  = each.key
  addon_version               = each.value.addon_version
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  # Naming what the agent collects switches off what it would collect as well: Application Signals, which costs by request.
  configuration_values = jsonencode(merge(
    {
      agent         = { config = { logs = { metrics_collected = { kubernetes = { enhanced_container_insights = true } } } } }
      containerLogs = { enabled = true }
    },
    jsondecode(each.value.configuration),
  ))

  pod_identity_association {
    role_arn        = module.cloudwatch_agent_role[each.key].arn
    service_account = each.value.service_account
  }

  depends_on = [aws_cloudwatch_log_group.container_insights]
}
