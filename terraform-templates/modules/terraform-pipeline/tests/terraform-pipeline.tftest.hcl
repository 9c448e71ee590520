mock_provider "aws" {}

variables {
  aws             = { partition = "aws", region = "ap-southeast-2", account_id = "111122223333", dns_suffix = "amazonaws.com" }
  environment     = "demo"
  plan_role_name  = "demo-terraform-plan"
  apply_role_name = "demo-terraform-apply"
  trust_policies  = { branch = "{\"Id\":\"branch\"}", pull_requests = "{\"Id\":\"pull requests\"}" }
  state           = { bucket = "demo-tfstate-111122223333", key = "demo/terraform.tfstate" }
  cluster_name    = "demo"
  prefixes        = ["demo"]
}

run "pull_requests_plan_and_the_branch_applies" {
  command = plan

  assert {
    condition     = aws_iam_role.plan.assume_role_policy == var.trust_policies.pull_requests && aws_iam_role.apply.assume_role_policy == var.trust_policies.branch
    error_message = "A pull request must never get the role that applies."
  }
}

run "a_plan_changes_nothing_and_reads_no_secret" {
  command = plan

  assert {
    condition = length([
      for action in flatten([for policy in aws_iam_policy.plan : [for statement in jsondecode(policy.policy).Statement : statement.Action]]) : action
      if !can(regex("^(budgets:View|kms:Decrypt$|s3:GetObject$|[a-z0-9]+:(Describe|Get|List))", action)) || can(regex("\\*|SecretValue", action))
    ]) == 0
    error_message = "Only actions that read, each by its name."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_policy.plan["state"].policy).Statement : statement.Resource if statement.Action == "s3:GetObject"] == ["arn:aws:s3:::demo-tfstate-111122223333/demo/terraform.tfstate"]
    error_message = "Of objects, only the state."
  }
}

run "an_apply_never_reads_or_writes_the_value_of_a_secret" {
  command = plan

  assert {
    condition = length([
      for action in flatten([for policy in aws_iam_policy.apply : [for statement in jsondecode(policy.policy).Statement : statement.Action]]) : action
      if can(regex("\\*|SecretValue|^iam:.*(User|AccessKey|LoginProfile|Group)|^iam:(Create|Delete|Set).*Policy(Version)?$", action)) && !contains(["iam:DeleteRolePolicy"], action)
    ]) == 0
    error_message = "No value, no user, no key, no managed policy, and no action by a pattern."
  }
}

run "neither_role_can_change_itself" {
  command = plan

  assert {
    condition = [
      for statement in jsondecode(aws_iam_policy.apply["identities"].policy).Statement : statement.Resource if statement.Effect == "Deny"
    ] == [["arn:aws:iam::111122223333:role/demo-terraform-plan", "arn:aws:iam::111122223333:role/demo-terraform-apply"]]
    error_message = "Both roles are out of reach of an apply."
  }

  assert {
    condition = length(setsubtract(
      flatten([for statement in jsondecode(aws_iam_policy.apply["identities"].policy).Statement : statement.Action if statement.Effect == "Allow" && strcontains(jsonencode(statement.Resource), ":role/*")]),
      flatten([for statement in jsondecode(aws_iam_policy.apply["identities"].policy).Statement : statement.Action if statement.Effect == "Deny"]),
    )) == 0
    error_message = "What may be done to roles is denied for these two."
  }
}

run "roles_are_made_within_the_boundary_where_there_is_one" {
  command = plan

  variables {
    iam = { path = "/ml/", permissions_boundary = "arn:aws:iam::111122223333:policy/boundary" }
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_policy.apply["identities"].policy).Statement :
      try(statement.Condition.StringEquals["iam:PermissionsBoundary"], null) == "arn:aws:iam::111122223333:policy/boundary"
      if length(setintersection(flatten([statement.Action]), ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"])) > 0 && statement.Effect == "Allow"
    ])
    error_message = "Without the boundary a role could be given anything."
  }

  assert {
    condition     = aws_iam_role.apply.permissions_boundary == var.iam.permissions_boundary && aws_iam_role.plan.path == "/ml/"
    error_message = "The roles themselves as well."
  }
}

run "each_policy_fits_into_what_iam_takes" {
  command = plan

  assert {
    condition     = alltrue([for policy in concat(values(aws_iam_policy.plan), values(aws_iam_policy.apply)) : length(policy.policy) <= 6144])
    error_message = "A managed policy has at most 6,144 characters."
  }
}

run "policies_of_the_users_own_come_beside" {
  command = plan

  variables {
    own_policies = { plan = ["arn:aws:iam::111122223333:policy/read"], apply = ["arn:aws:iam::111122223333:policy/write"] }
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.plan_own) == ["arn:aws:iam::111122223333:policy/read"] && keys(aws_iam_role_policy_attachment.apply_own) == ["arn:aws:iam::111122223333:policy/write"]
    error_message = "Each role gets its own."
  }
}
