mock_provider "aws" {}

variables {
  prefix                  = "demo/ml-inference"
  names                   = ["database-url", "api-keys"]
  kms_key_arn             = "arn:aws:kms:ap-southeast-2:111122223333:key/data"
  recovery_window_in_days = 30
}

run "secrets_lie_under_one_prefix_encrypted_and_recoverable" {
  command = plan

  assert {
    condition     = toset([for secret in aws_secretsmanager_secret.this : secret.name]) == toset(["demo/ml-inference/database-url", "demo/ml-inference/api-keys"])
    error_message = "Names start with the prefix that the pods may read."
  }

  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.this : secret.kms_key_id == var.kms_key_arn && secret.recovery_window_in_days == 30])
    error_message = "The environment's key and recovery window."
  }
}

run "a_window_that_aws_does_not_know_is_refused" {
  command = plan

  variables {
    recovery_window_in_days = 3
  }

  expect_failures = [var.recovery_window_in_days]
}

run "a_pattern_for_a_prefix_is_refused" {
  command = plan

  variables {
    prefix = "demo/*"
  }

  expect_failures = [var.prefix]
}
