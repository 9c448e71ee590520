# A role that one branch of one GitHub repository may assume to push images, without stored keys.

locals {
  issuer       = "token.actions.githubusercontent.com"
  provider_arn = "arn:${var.aws.partition}:iam::${var.aws.account_id}:oidc-provider/${local.issuer}"

  # Tokens of repositories that were made, renamed or moved after 2026-07-15 name the numbers as well:
  # https://github.com/aws-actions/configure-aws-credentials/issues/1888
  repositories = concat(
    ["${var.github_owner}/${var.github_repository}"],
    var.github_ids == null ? [] : ["${var.github_owner}@${var.github_ids.owner}/${var.github_repository}@${var.github_ids.repository}"],
  )
  subjects = [for repository in local.repositories : "repo:${repository}:ref:refs/heads/${var.branch}"]
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
          "${local.issuer}:sub" = local.subjects
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
