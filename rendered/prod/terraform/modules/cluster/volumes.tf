# EBS volumes for pods, where something needs one.

locals {
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

  # The add-on's own class is a gp3 one and becomes the cluster's default.
  configuration_values = jsonencode(merge({ defaultStorageClass = { enabled = true } }, local.addon_configuration[each.key]))

  pod_identity_association {
    role_arn        = module.ebs_csi_role[each.key].arn
    service_account = each.value.service_account
  }

  depends_on = [aws_eks_node_group.this]
}
