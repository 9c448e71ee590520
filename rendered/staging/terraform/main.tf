# One environment in AWS: everything below the Kubernetes API. What runs in the cluster is Argo CD's.

locals {
  tags = merge(var.aws.tags, {
    Environment = var.environment
    Project     = "ml-inference"
    ManagedBy   = "terraform"
  })

  karpenter = contains(keys(var.controllers), "karpenter")

  # Where something scales the node groups, reaching their limit is news; where nothing does, it is the rule.
  max_nodes = contains(keys(var.controllers), "cluster-autoscaler") ? sum(var.cluster.node_groups[*].max) : null

  container_insights_addon = "amazon-cloudwatch-observability"
}

module "encryption" {
  source = "./modules/encryption"

  aws  = var.aws
  name = var.cluster.name
}

module "network" {
  source = "./modules/network"

  aws                 = var.aws
  name                = var.cluster.name
  cidr                = var.network.cidr
  availability_zones  = var.network.availability_zones
  public_subnets      = var.network.public_subnets
  private_subnets     = var.network.private_subnets
  nat_gateways        = var.network.nat_gateways
  interface_endpoints = var.network.interface_endpoints
  flow_logs           = var.network.flow_logs
  logs_key_arn        = module.encryption.key_arns["logs"]
  private_subnet_tags = local.karpenter ? { "karpenter.sh/discovery" = var.cluster.name } : {}
}

module "cluster" {
  source = "./modules/cluster"

  aws                   = var.aws
  name                  = var.cluster.name
  kubernetes_version    = var.cluster.version
  deletion_protection   = var.cluster.deletion_protection
  node_subnet_ids       = module.network.private_subnet_ids
  public_access_cidrs   = var.cluster.public_access_cidrs
  access_entries        = var.cluster.access_entries
  log_group             = var.cluster.log_group
  log_retention_in_days = var.cluster.log_retention_in_days
  cluster_key_arn       = module.encryption.key_arns["cluster"]
  logs_key_arn          = module.encryption.key_arns["logs"]
  node_role_name        = var.cluster.node_role_name
  node_groups           = var.cluster.node_groups
  addons                = var.cluster.addons
  ebs_csi               = lookup(var.eks_addon_roles, "aws-ebs-csi-driver", null)
  tags                  = local.tags

  # Two for ever: a third zone may come later, and EKS would refuse to move the control plane's interfaces there.
  control_plane_subnet_ids = [for zone in slice(var.network.availability_zones, 0, 2) : module.network.private_subnet_ids[zone]]
}

module "registry" {
  source = "./modules/registry"

  repository          = var.registry.repository
  kms_key_arn         = module.encryption.key_arns["data"]
  deletion_protection = var.cluster.deletion_protection
}

module "secrets" {
  source = "./modules/secrets"

  prefix                  = var.secrets.prefix
  names                   = var.secrets.names
  kms_key_arn             = module.encryption.key_arns["data"]
  recovery_window_in_days = var.secrets.recovery_window_in_days
}

module "workload_identity" {
  source = "./modules/workload-identity"

  aws             = var.aws
  role_name       = var.workload.role_name
  oidc_provider   = module.cluster.oidc_provider
  namespace       = var.workload.namespace
  service_account = var.workload.service_account
  secrets_prefix  = var.secrets.prefix
  secrets_key_arn = module.encryption.key_arns["data"]
  model           = var.workload.model
}

module "controllers" {
  source = "./modules/controllers"

  oidc_provider   = module.cluster.oidc_provider
  controllers     = var.controllers
  policies_folder = "${path.root}/policies"

  policy_values = {
    aws             = var.aws
    cluster_name    = module.cluster.name
    vpc_id          = module.network.vpc_id
    secrets_prefix  = var.secrets.prefix
    secrets_key_arn = module.encryption.key_arns["data"]
    karpenter       = var.karpenter
  }
}

module "karpenter" {
  source = "./modules/karpenter"
  count  = local.karpenter ? 1 : 0

  aws               = var.aws
  cluster_name      = module.cluster.name
  node_role_name    = var.karpenter.node_role_name
  queue             = var.karpenter.queue
  security_group_id = module.cluster.security_group_id
}

# Karpenter's own role used to be made in Karpenter's module. It stays the same role.
moved {
  from = module.karpenter[0].module.role
  to   = module.controllers.module.role["karpenter"]
}

module "observability" {
  source = "./modules/observability"

  aws                   = var.aws
  cluster_name          = module.cluster.name_with_nodes
  cluster_arn           = module.cluster.arn
  logs_key_arn          = module.encryption.key_arns["logs"]
  log_retention_in_days = var.observability.log_retention_in_days
  service               = var.observability.service
  load_balancers        = var.observability.load_balancers
  max_nodes             = local.max_nodes
  nat_gateway_ids       = module.network.nat_gateway_ids
  runbook_url           = var.observability.runbook_url
  alarm_emails          = var.observability.alarm_emails
  budget                = var.observability.budget

  container_insights = !contains(keys(var.eks_addon_roles), local.container_insights_addon) ? null : merge(
    var.eks_addon_roles[local.container_insights_addon],
    {
      addon_version = module.cluster.addon_versions[local.container_insights_addon]
      configuration = var.cluster.addons[local.container_insights_addon].configuration
    },
  )
}

module "image_push" {
  source = "./modules/image-push"
  count  = var.pipeline == null ? 0 : 1

  aws                  = var.aws
  role_name            = var.pipeline.role_name
  github_owner         = var.pipeline.github_owner
  github_repository    = var.pipeline.github_repository
  branch               = var.pipeline.branch
  create_oidc_provider = var.pipeline.create_oidc_provider
  repository_arn       = module.registry.repository_arn
}
