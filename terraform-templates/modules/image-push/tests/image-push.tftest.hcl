mock_provider "aws" {}

variables {
  role_name       = "demo-image-push"
  description     = "Assumed by GitHub Actions of example/inference-gitops on main"
  trust_policy    = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  repository_arns = ["arn:aws:ecr:ap-southeast-2:111122223333:repository/ml-inference-service"]
}

run "who_is_trusted_may_push_to_one_repository" {
  command = plan

  assert {
    condition     = aws_iam_role.this.assume_role_policy == var.trust_policy
    error_message = "The trust policy is the one that was given."
  }

  assert {
    condition     = jsonencode([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Action != "ecr:GetAuthorizationToken"]) == jsonencode([var.repository_arns])
    error_message = "Everything but the login is bound to one repository."
  }
}
