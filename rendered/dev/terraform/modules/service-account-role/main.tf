# A role that one Kubernetes ServiceAccount may assume, and nobody else (IRSA).

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Assumed by ${var.namespace}/${var.service_account}"

  # StringEquals on both claims and no wildcard: a token of another ServiceAccount or for another audience is refused.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OneServiceAccount"
      Effect    = "Allow"
      Principal = { Federated = var.oidc_provider.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${var.oidc_provider.issuer}:sub" = "system:serviceaccount:${var.namespace}:${var.service_account}"
          "${var.oidc_provider.issuer}:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })

  # Whoever attached a policy by hand shall not block a destroy.
  force_detach_policies = true
}

resource "aws_iam_role_policy" "this" {
  for_each = var.policies

  name   = each.key
  role   = aws_iam_role.this.name
  policy = each.value
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.managed_policy_arns

  role       = aws_iam_role.this.name
  policy_arn = each.value
}
