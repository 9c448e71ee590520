# A role that one ServiceAccount of one cluster gets through EKS Pod Identity, the way of EKS's own add-ons.

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Assumed by ${var.namespace}/${var.service_account} through EKS Pod Identity"

  # An association alone would decide who gets the role. With the session tags in the trust, the role has a say too.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OneServiceAccountOfOneCluster"
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = {
        StringEquals = {
          "aws:RequestTag/eks-cluster-arn"            = var.cluster_arn
          "aws:RequestTag/kubernetes-namespace"       = var.namespace
          "aws:RequestTag/kubernetes-service-account" = var.service_account
        }
      }
    }]
  })

  # Whoever attached a policy by hand shall not block a destroy.
  force_detach_policies = true
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.managed_policy_arns

  role       = aws_iam_role.this.name
  policy_arn = each.value
}
