# Order is what makes a first apply work: nodes only become ready with a network plugin and a proxy, so those come before the
# nodes; CoreDNS and the volume driver only become active on nodes, so they come after. On destroy the same holds backwards:
# the network plugin outlives the nodes, and takes its network interfaces with it.

locals {
  addon_configuration = { for name, addon in var.addons : name => jsondecode(addon.configuration) }

  cni_configuration = merge(
    {
      # Without it NetworkPolicy objects are accepted and ignored.
      enableNetworkPolicy = "true"
    },
    local.addon_configuration["vpc-cni"],
    {
      env = merge(
        {
          # Addresses by blocks of 16: a t3.medium carries 110 pods instead of 17.
          ENABLE_PREFIX_DELEGATION = "true"
          WARM_PREFIX_TARGET       = "1"
        },
        try(local.addon_configuration["vpc-cni"].env, {}),
      )
    },
  )

  addons_before_nodes = {
    vpc-cni                = { configuration = local.cni_configuration, role_arn = module.cni_role.arn }
    kube-proxy             = { configuration = local.addon_configuration["kube-proxy"], role_arn = null }
    eks-pod-identity-agent = { configuration = local.addon_configuration["eks-pod-identity-agent"], role_arn = null }
  }

  unpinned_addons = { for name, addon in var.addons : name => addon.version if contains(["default", "most-recent"], addon.version) }

  addon_versions = {
    for name, addon in var.addons : name =>
    contains(keys(local.unpinned_addons), name) ? data.aws_eks_addon_version.this[name].version : addon.version
  }
}

data "aws_eks_addon_version" "this" {
  for_each = local.unpinned_addons

  addon_name         = each.key
  kubernetes_version = var.kubernetes_version
  most_recent        = each.value == "most-recent"
}

# aws-node attaches network interfaces with a role of its own, so that the nodes' role, which every process on a node can
# reach, needs no right to.
module "cni_role" {
  source = "../service-account-role"

  iam                 = var.iam
  name                = "${coalesce(var.iam.name_prefix, var.name)}-vpc-cni"
  oidc_provider       = local.oidc_provider
  namespace           = "kube-system"
  service_account     = "aws-node"
  managed_policy_arns = { cni = "arn:${var.aws.partition}:iam::aws:policy/AmazonEKS_CNI_Policy" }
}

resource "aws_eks_addon" "before_nodes" {
  for_each = local.addons_before_nodes

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = local.addon_versions[each.key]
  configuration_values        = jsonencode(each.value.configuration)
  service_account_role_arn    = each.value.role_arn
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
}

resource "aws_eks_addon" "coredns" {
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = "coredns"
  addon_version               = local.addon_versions["coredns"]
  configuration_values        = jsonencode(local.addon_configuration["coredns"])
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  depends_on = [aws_eks_node_group.this]
}
