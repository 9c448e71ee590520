locals {
  access_policies = {
    admin  = "AmazonEKSClusterAdminPolicy"
    viewer = "AmazonEKSViewPolicy"
  }

  access_entries = { for entry in var.access_entries : entry.principal_arn => entry.access }
}

resource "aws_eks_access_entry" "this" {
  for_each = local.access_entries

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = each.key
  type          = "STANDARD"
}

resource "aws_eks_access_policy_association" "this" {
  for_each = local.access_entries

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_eks_access_entry.this[each.key].principal_arn
  policy_arn    = "arn:${var.aws.partition}:eks::aws:cluster-access-policy/${local.access_policies[each.value]}"

  access_scope {
    type = "cluster"
  }
}
