mock_provider "aws" {}

variables {
  aws                 = { partition = "aws" }
  repository          = "ml-inference-service"
  kms_key_arn         = "arn:aws:kms:ap-southeast-2:111122223333:key/data"
  deletion_protection = true
}

run "nobody_else_pulls" {
  command = plan

  assert {
    condition     = length(aws_ecr_repository_policy.this) == 0
    error_message = "Without other accounts there is no policy: the account's own roles decide."
  }
}

run "other_accounts_pull_and_nothing_more" {
  command = plan

  variables {
    pulled_by = ["444455556666"]
  }

  assert {
    condition = jsondecode(aws_ecr_repository_policy.this[0].policy).Statement == [{
      Sid       = "PullFromOurAccounts"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::444455556666:root"] }
      Action    = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
    error_message = "The account may pull, and do nothing else."
  }
}

run "images_are_immutable_scanned_and_encrypted" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this.image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.this.image_scanning_configuration[0].scan_on_push
    error_message = "A tag means one image for ever, and each image is scanned."
  }

  assert {
    condition     = aws_ecr_repository.this.encryption_configuration[0].encryption_type == "KMS" && aws_ecr_repository.this.encryption_configuration[0].kms_key == var.kms_key_arn
    error_message = "Images are encrypted with the environment's key."
  }

  assert {
    condition     = [for rule in jsondecode(aws_ecr_lifecycle_policy.this.policy).rules : rule.selection.tagStatus] == ["untagged", "tagged"]
    error_message = "Untagged images go, and only the newest tagged ones stay."
  }
}

run "a_protected_repository_keeps_its_images" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this.force_delete == false
    error_message = "A destroy must stop at a protected repository that holds images."
  }
}

run "an_unprotected_repository_blocks_no_destroy" {
  command = plan

  variables {
    aws                 = { partition = "aws" }
    deletion_protection = false
  }

  assert {
    condition     = aws_ecr_repository.this.force_delete
    error_message = "Without protection a destroy must go through."
  }
}
