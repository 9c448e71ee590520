# A role that one branch of one GitHub repository may assume to push images, without stored keys.

resource "aws_iam_role" "this" {
  name                 = var.role_name
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = var.description
  assume_role_policy   = var.trust_policy

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
