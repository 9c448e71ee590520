# EBS volumes for pods, where something needs one.

locals {
  ebs_csi_configuration = merge(
    {
      # The add-on's own class doesn't ask for encryption. Ours comes with Prometheus, which is what has volumes.
      defaultStorageClass = { enabled = false }
    },
    local.addon_configuration["aws-ebs-csi-driver"],
    {
      controller = merge(
        # Of a volume itself; Terraform makes none of them.
        { extraVolumeTags = { for key, value in var.tags : key => value if key != "ManagedBy" } },
        try(local.addon_configuration["aws-ebs-csi-driver"].controller, {}),
      )
    },
  )

  ebs_csi = var.ebs_csi == null ? {} : { aws-ebs-csi-driver = var.ebs_csi }
}

module "ebs_csi_role" {
  source   = "../pod-identity-role"
  for_each = local.ebs_csi

  iam                 = var.iam
  name                = each.value.role_name
  cluster_arn         = aws_eks_cluster.this.arn
  namespace           = each.value.namespace
  service_account     = each.value.service_account
  managed_policy_arns = { ebs-csi = "arn:${var.aws.partition}:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy" }
}

resource "aws_eks_addon" "ebs_csi" {
  for_each = local.ebs_csi

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = local.addon_versions[each.key]
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  configuration_values = jsonencode(local.ebs_csi_configuration)

  pod_identity_association {
    role_arn        = module.ebs_csi_role[each.key].arn
    service_account = each.value.service_account
  }

  depends_on = [aws_eks_node_group.this]
}
