mock_provider "aws" {}

variables {
  aws  = { partition = "aws", dns_suffix = "amazonaws.com", region = "ap-southeast-2", account_id = "111122223333" }
  name = "demo"
}

run "each_kind_of_data_has_a_key_that_rotates" {
  command = plan

  assert {
    condition     = keys(aws_kms_key.this) == ["cluster", "data", "logs"] && alltrue([for key in aws_kms_key.this : key.enable_key_rotation])
    error_message = "Three keys, all rotated."
  }

  assert {
    condition     = alltrue(flatten([for key in aws_kms_key.this : [for statement in jsondecode(key.policy).Statement : statement.Principal != "*" && try(statement.Principal.AWS, "") != "*"]]))
    error_message = "No key may be open to everyone."
  }
}

run "log_groups_of_this_account_may_use_the_key_for_logs" {
  command = plan

  assert {
    condition     = jsondecode(aws_kms_key.this["logs"].policy).Statement[1].Principal.Service == "logs.ap-southeast-2.amazonaws.com" && jsondecode(aws_kms_key.this["logs"].policy).Statement[1].Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"] == "arn:aws:logs:ap-southeast-2:111122223333:log-group:*"
    error_message = "CloudWatch Logs of this region, for groups of this account."
  }

  assert {
    condition     = length(jsondecode(aws_kms_key.this["data"].policy).Statement) == 1 && length(jsondecode(aws_kms_key.this["cluster"].policy).Statement) == 1
    error_message = "No service may use the other keys by itself."
  }
}
