# EBS volumes for pods, where something needs one.

locals {
  ebs_csi = var.ebs_csi_role_name == null ? toset([]) : toset(["aws-ebs-csi-driver"])
}

resource "aws_iam_role" "ebs_csi" {
  for_each = local.ebs_csi

  name        = var.ebs_csi_role_name
  description = "Lets the EBS CSI driver of ${var.name} manage volumes"

  assume_role_policy    = local.pod_identity_trust
  force_detach_policies = true
}

resource "aws_iam_role_policy_attachment" "ebs_csi" {
  for_each = local.ebs_csi

  role       = aws_iam_role.ebs_csi[each.key].name
  policy_arn = "arn:${var.aws.partition}:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
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
    role_arn        = aws_iam_role.ebs_csi[each.key].arn
    service_account = "ebs-csi-controller-sa"
  }

  depends_on = [
    aws_eks_addon.before_nodes,
    aws_eks_node_group.this,
    aws_iam_role_policy_attachment.ebs_csi,
  ]
}

locals {
  # EKS hands out these credentials only for an association that names one ServiceAccount of one cluster.
  pod_identity_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EksPodIdentityOfThisCluster"
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.aws.account_id }
        ArnEquals    = { "aws:SourceArn" = aws_eks_cluster.this.arn }
      }
    }]
  })
}
