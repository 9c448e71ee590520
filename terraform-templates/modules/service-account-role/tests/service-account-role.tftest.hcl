mock_provider "aws" {}

variables {
  name            = "demo-pod-role"
  namespace       = "ml-inference"
  service_account = "ml-inference-api"
  policies        = { read = "{}" }

  oidc_provider = {
    arn    = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
    issuer = "oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
  }
}

run "only_one_service_account_may_assume_the_role" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Sid       = "OneServiceAccount"
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/ABC" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "oidc.eks.ap-southeast-2.amazonaws.com/id/ABC:sub" = "system:serviceaccount:ml-inference:ml-inference-api"
          "oidc.eks.ap-southeast-2.amazonaws.com/id/ABC:aud" = "sts.amazonaws.com"
        }
      }
    }]
    error_message = "The trust must be exactly this: StringEquals on sub and aud, one statement, no wildcard."
  }

  assert {
    condition     = keys(aws_iam_role_policy.this) == ["read"] && length(aws_iam_role_policy_attachment.this) == 0
    error_message = "The role may do what it was given and nothing more."
  }
}

run "a_pattern_for_a_namespace_is_refused" {
  command = plan

  variables {
    namespace = "*"
  }

  expect_failures = [var.namespace]
}

run "a_pattern_for_a_service_account_is_refused" {
  command = plan

  variables {
    service_account = "ml-*"
  }

  expect_failures = [var.service_account]
}

run "a_name_that_iam_would_refuse_is_refused_first" {
  command = plan

  variables {
    name = "a-cluster-with-a-name-so-long-that-adding-the-controllers-to-it-makes-65"
  }

  expect_failures = [var.name]
}
