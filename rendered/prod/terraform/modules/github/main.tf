# Who of GitHub Actions may assume a role here: trust policies for one branch of one repository, and for its pull requests.

locals {
  issuer       = "token.actions.githubusercontent.com"
  provider_arn = var.create_oidc_provider ? aws_iam_openid_connect_provider.this[0].arn : "arn:${var.aws.partition}:iam::${var.aws.account_id}:oidc-provider/${local.issuer}"

  # Tokens of repositories that were made, renamed or moved after 2026-07-15 name the numbers as well:
  # https://github.com/aws-actions/configure-aws-credentials/issues/1888
  repositories = concat(
    ["${var.owner}/${var.repository}"],
    var.ids == null ? [] : ["${var.owner}@${var.ids.owner}/${var.repository}@${var.ids.repository}"],
  )

  # What tokens say that they are for: https://docs.github.com/actions/reference/openid-connect-reference
  uses = {
    branch        = { sid = "OneBranchOfOneRepository", subject = "ref:refs/heads/${var.branch}" }
    pull_requests = { sid = "PullRequestsOfOneRepository", subject = "pull_request" }
  }

  trust_policies = { for use, trusted in local.uses : use => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = trusted.sid
      Effect    = "Allow"
      Principal = { Federated = local.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:sub" = [for repository in local.repositories : "repo:${repository}:${trusted.subject}"]
          "${local.issuer}:aud" = "sts.amazonaws.com"
        }
      }
    }]
  }) }
}

# An account holds one provider per issuer: where another stack made it, this one uses it.
resource "aws_iam_openid_connect_provider" "this" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}
