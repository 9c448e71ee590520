mock_provider "aws" {}

variables {
  aws                  = { partition = "aws", account_id = "111122223333" }
  owner                = "example"
  repository           = "inference-gitops"
  branch               = "main"
  create_oidc_provider = false
}

run "one_branch_of_one_repository_is_trusted" {
  command = plan

  assert {
    condition = jsondecode(output.trust_policies.branch).Statement == [{
      Sid       = "OneBranchOfOneRepository"
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:sub" = ["repo:example/inference-gitops:ref:refs/heads/main"]
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
      }
    }]
    error_message = "The trust must be exactly this."
  }
}

run "pull_requests_are_trusted_apart_from_the_branch" {
  command = plan

  assert {
    condition     = jsondecode(output.trust_policies.pull_requests).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:example/inference-gitops:pull_request"]
    error_message = "Nothing but pull requests of this repository."
  }
}

run "the_provider_is_made_where_the_account_has_none" {
  command = plan

  variables {
    create_oidc_provider = true
  }

  assert {
    condition     = aws_iam_openid_connect_provider.this[0].url == "https://token.actions.githubusercontent.com"
    error_message = "GitHub's issuer."
  }
}

run "tokens_with_the_numbers_of_owner_and_repository_are_trusted_as_well" {
  command = plan

  variables {
    ids = { owner = "583231", repository = "1296269" }
  }

  assert {
    condition = jsondecode(output.trust_policies.branch).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == [
      "repo:example/inference-gitops:ref:refs/heads/main",
      "repo:example@583231/inference-gitops@1296269:ref:refs/heads/main",
    ]
    error_message = "Both exact subjects."
  }
}

run "a_pattern_for_a_number_is_refused" {
  command = plan

  variables {
    ids = { owner = "*", repository = "1296269" }
  }

  expect_failures = [var.ids]
}

run "a_pattern_for_a_branch_is_refused" {
  command = plan

  variables {
    branch = "*"
  }

  expect_failures = [var.branch]
}
