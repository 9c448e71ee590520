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

  # The cluster that is made here, or the one that exists.
  cluster_name = var.cluster.existing == null ? one(module.cluster[*].name) : var.cluster.name

  # Several environments may share a cluster that exists: what is made for one carries its prefix.
  name = var.cluster.existing == null ? var.cluster.name : coalesce(var.iam.name_prefix, var.cluster.name)
  oidc_provider = var.cluster.existing == null ? one(module.cluster[*].oidc_provider) : {
    arn    = "arn:${var.aws.partition}:iam::${var.aws.account_id}:oidc-provider/${var.cluster.existing.oidc_issuer}"
    issuer = var.cluster.existing.oidc_issuer
  }

  container_insights_addon = "amazon-cloudwatch-observability"

  # The VPC that is made here, or the one that exists: subnets by zone, and where a zone has several, by zone and position.
  vpc_id             = var.network.existing == null ? one(module.network[*].vpc_id) : var.network.existing.vpc_id
  private_subnet_ids = var.network.existing == null ? one(module.network[*].private_subnet_ids) : tomap(local.existing_subnet_ids["private"])
  public_subnet_ids  = var.network.existing == null ? one(module.network[*].public_subnet_ids) : tomap(local.existing_subnet_ids["public"])

  existing_subnets = {
    private = try(var.network.existing.private_subnets, [])
    public  = try(var.network.existing.public_subnets, [])
  }
  existing_subnet_ids = {
    for side, subnets in local.existing_subnets : side => merge([
      for zone, ids in { for subnet in subnets : subnet.availability_zone => subnet.id... } : {
        for position, id in ids : (position == 0 ? zone : "${zone}-${position + 1}") => id
      }
    ]...)
  }
  existing_zones = distinct(local.existing_subnets["private"][*].availability_zone)
  zones          = var.network.existing == null ? var.network.availability_zones : local.existing_zones
}

module "encryption" {
  source = "./modules/encryption"

  aws      = var.aws
  name     = local.name
  purposes = var.cluster.existing == null ? ["cluster", "data", "logs"] : ["data", "logs"]
}

module "network" {
  source = "./modules/network"
  count  = var.network.existing == null ? 1 : 0

  iam                 = var.iam
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
  count  = var.cluster.existing == null ? 1 : 0

  iam                   = var.iam
  aws                   = var.aws
  name                  = var.cluster.name
  kubernetes_version    = var.cluster.version
  deletion_protection   = var.cluster.deletion_protection
  node_subnet_ids       = local.private_subnet_ids
  public_access_cidrs   = var.cluster.public_access_cidrs
  service_cidr          = var.cluster.service_cidr
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
  control_plane_subnet_ids = [for zone in slice(local.zones, 0, 2) : local.private_subnet_ids[zone]]
}

module "registry" {
  source   = "./modules/registry"
  for_each = var.registry.repositories

  aws                 = var.aws
  repository          = each.value
  pulled_by           = var.registry.pulled_by
  kms_key_arn         = module.encryption.key_arns["data"]
  deletion_protection = var.cluster.deletion_protection
}

module "secrets" {
  source   = "./modules/secrets"
  for_each = var.workloads

  prefix                  = each.value.secrets.prefix
  names                   = each.value.secrets.names
  kms_key_arn             = module.encryption.key_arns["data"]
  recovery_window_in_days = each.value.secrets.recovery_window_in_days
}

module "receiver_secrets" {
  source = "./modules/secrets"
  count  = length(var.observability.receivers.secret_names) > 0 ? 1 : 0

  prefix                  = var.observability.receivers.secrets_prefix
  names                   = var.observability.receivers.secret_names
  kms_key_arn             = module.encryption.key_arns["data"]
  recovery_window_in_days = var.cluster.deletion_protection ? 30 : 0
}

module "workload_identity" {
  source   = "./modules/workload-identity"
  for_each = var.workloads

  iam             = var.iam
  aws             = var.aws
  role_name       = each.value.role_name
  oidc_provider   = local.oidc_provider
  namespace       = each.value.namespace
  service_account = each.value.service_account
  model           = each.value.model
}

module "controllers" {
  source = "./modules/controllers"

  iam             = var.iam
  oidc_provider   = local.oidc_provider
  controllers     = var.controllers
  policies_folder = "${path.root}/policies"

  policy_values = {
    aws          = var.aws
    cluster_name = local.cluster_name
    vpc_id       = local.vpc_id
    secrets_prefixes = concat(
      [for workload in var.workloads : workload.secrets.prefix],
      length(var.observability.receivers.secret_names) > 0 ? [var.observability.receivers.secrets_prefix] : [],
    )
    alerts = {
      topic_arns = concat([module.observability.alarm_topic_arn], tolist(var.observability.receivers.topic_arns))
      key_arn    = module.encryption.key_arns["logs"]
    }
    secrets_key_arn = module.encryption.key_arns["data"]
    existing_secrets = {
      secret_arns    = flatten([for workload in var.workloads : tolist(workload.secrets.existing.secret_arns)])
      parameter_arns = flatten([for workload in var.workloads : tolist(workload.secrets.existing.parameter_arns)])
      key_arns       = flatten([for workload in var.workloads : tolist(workload.secrets.existing.key_arns)])
    }
    karpenter = var.karpenter
    iam       = var.iam
  }
}

module "karpenter" {
  source = "./modules/karpenter"
  count  = local.karpenter ? 1 : 0

  iam               = var.iam
  aws               = var.aws
  cluster_name      = one(module.cluster[*].name)
  node_role_name    = var.karpenter.node_role_name
  queue             = var.karpenter.queue
  security_group_id = one(module.cluster[*].security_group_id)
}

# Karpenter's own role used to be made in Karpenter's module. It stays the same role.
moved {
  from = module.karpenter[0].module.role
  to   = module.controllers.module.role["karpenter"]
}

module "observability" {
  source = "./modules/observability"

  iam                   = var.iam
  aws                   = var.aws
  cluster_name          = var.cluster.existing == null ? one(module.cluster[*].name_with_nodes) : var.cluster.name
  prefix                = var.cluster.existing == null ? null : local.name
  cluster_arn           = var.cluster.existing == null ? one(module.cluster[*].arn) : "arn:${var.aws.partition}:eks:${var.aws.region}:${var.aws.account_id}:cluster/${var.cluster.name}"
  logs_key_arn          = module.encryption.key_arns["logs"]
  log_retention_in_days = var.observability.log_retention_in_days
  services              = { for key, workload in var.workloads : key => { namespace = workload.namespace, name = workload.service } }
  load_balancers        = var.observability.load_balancers
  max_nodes             = local.max_nodes
  nat_gateway_ids       = var.network.existing == null ? one(module.network[*].nat_gateway_ids) : {}
  runbook_url           = var.observability.runbook_url
  alarm_emails          = var.observability.alarm_emails
  budget                = var.observability.budget

  container_insights = !contains(keys(var.eks_addon_roles), local.container_insights_addon) ? null : merge(
    var.eks_addon_roles[local.container_insights_addon],
    {
      addon_version = one(module.cluster[*].addon_versions)[local.container_insights_addon]
      configuration = var.cluster.addons[local.container_insights_addon].configuration
    },
  )
}

module "github" {
  source = "./modules/github"
  count  = var.pipeline == null ? 0 : 1

  aws                  = var.aws
  owner                = var.pipeline.github_owner
  repository           = var.pipeline.github_repository
  ids                  = var.pipeline.github_ids
  branch               = var.pipeline.branch
  create_oidc_provider = var.pipeline.create_oidc_provider
}

# The provider used to be made beside the role that pushes images. It stays the same provider.
moved {
  from = module.image_push[0].aws_iam_openid_connect_provider.this[0]
  to   = module.github[0].aws_iam_openid_connect_provider.this[0]
}

module "image_push" {
  source = "./modules/image-push"
  count  = try(var.pipeline.role_name, null) == null ? 0 : 1

  iam             = var.iam
  role_name       = var.pipeline.role_name
  description     = "Assumed by GitHub Actions of ${var.pipeline.github_owner}/${var.pipeline.github_repository} on ${var.pipeline.branch}"
  trust_policy    = one(module.github[*].trust_policies).branch
  repository_arns = [for registry in module.registry : registry.repository_arn]
}

module "terraform_pipeline" {
  source = "./modules/terraform-pipeline"
  count  = try(var.pipeline.terraform, null) == null ? 0 : 1

  iam             = var.iam
  aws             = var.aws
  environment     = var.environment
  trust_policies  = one(module.github[*].trust_policies)
  plan_role_name  = var.pipeline.terraform.plan_role_name
  apply_role_name = var.pipeline.terraform.apply_role_name
  own_policies    = { plan = var.pipeline.terraform.plan_policy_arns, apply = var.pipeline.terraform.apply_policy_arns }
  state           = var.pipeline.terraform.state
  cluster_name    = var.cluster.name
  prefixes        = distinct(compact([local.name, var.iam.name_prefix]))
}

# Before a VPC or a cluster could be one that exists.
moved {
  from = module.network
  to   = module.network[0]
}

moved {
  from = module.cluster
  to   = module.cluster[0]
}
