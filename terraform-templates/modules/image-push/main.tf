# A role that one branch of one GitHub repository may assume to push images, without stored keys.

locals {
  issuer       = "token.actions.githubusercontent.com"
  provider_arn = "arn:${var.aws.partition}:iam::${var.aws.account_id}:oidc-provider/${local.issuer}"
}

# An account holds one provider per issuer: where another stack made it, this one uses it.
resource "aws_iam_openid_connect_provider" "this" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "this" {
  name                 = var.role_name
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Assumed by GitHub Actions of ${var.github_owner}/${var.github_repository} on ${var.branch}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OneBranchOfOneRepository"
      Effect    = "Allow"
      Principal = { Federated = var.create_oidc_provider ? aws_iam_openid_connect_provider.this[0].arn : local.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:sub" = "repo:${var.github_owner}/${var.github_repository}:ref:refs/heads/${var.branch}"
          "${local.issuer}:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })

  force_detach_policies = true
}

resource "aws_iam_role_policy" "this" {
  name = "push-images"
  role = aws_iam_role.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # ECR has no resource for it: a token is of the account, and worth only what the next statement allows.
        Sid      = "LogIn"
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*"
      },
      {
        Sid    = "PushToOurRepositories"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeImages",
          "ecr:DescribeImageScanFindings",
          "ecr:GetDownloadUrlForLayer",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ]
        Resource = var.repository_arns
      },
    ]
  })
}
