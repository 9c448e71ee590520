# Two roles for workflows that run this Terraform: one plans for pull requests and changes nothing, one applies from the branch.
# Neither can change itself or the other: an apply that would has to be a person's.

locals {
  # The key of each statement is its Sid.
  statements = {
    plan = { read = local.reading, state = local.reading_state }
    apply = {
      read       = local.reading
      state      = local.writing_state
      network    = local.network
      cluster    = local.cluster
      identities = local.identities
      contents   = local.contents
    }
  }
  policies = { for role, policies in local.statements : role => { for name, statements in policies : name => jsonencode({
    Version   = "2012-10-17"
    Statement = [for sid, statement in statements : merge({ Sid = sid, Effect = "Allow" }, statement)]
  }) } }
}

resource "aws_iam_role" "plan" {
  name                 = var.plan_role_name
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Plans Terraform of ${var.environment} for pull requests, and changes nothing"
  assume_role_policy   = var.trust_policies.pull_requests

  force_detach_policies = true
}

resource "aws_iam_role" "apply" {
  name                 = var.apply_role_name
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Applies Terraform of ${var.environment} from the branch"
  assume_role_policy   = var.trust_policies.branch
  # A node group takes up to an hour; a cluster and its nodes one after the other.
  max_session_duration = 7200

  force_detach_policies = true
}

# Policies of their own, and not inline: all inline policies of a role share 10,240 characters, each of these has 6,144.
resource "aws_iam_policy" "plan" {
  for_each = local.policies["plan"]

  name        = "${var.plan_role_name}-${each.key}"
  path        = var.iam.path
  description = "What ${var.plan_role_name} may do: ${each.key}"
  policy      = each.value
}

resource "aws_iam_policy" "apply" {
  for_each = local.policies["apply"]

  name        = "${var.apply_role_name}-${each.key}"
  path        = var.iam.path
  description = "What ${var.apply_role_name} may do: ${each.key}"
  policy      = each.value
}

resource "aws_iam_role_policy_attachment" "plan" {
  for_each = aws_iam_policy.plan

  role       = aws_iam_role.plan.name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy_attachment" "apply" {
  for_each = aws_iam_policy.apply

  role       = aws_iam_role.apply.name
  policy_arn = each.value.arn
}

# For Terraform of the user's own beside this.
resource "aws_iam_role_policy_attachment" "plan_own" {
  for_each = var.own_policies.plan

  role       = aws_iam_role.plan.name
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachment" "apply_own" {
  for_each = var.own_policies.apply

  role       = aws_iam_role.apply.name
  policy_arn = each.value
}
