mock_provider "aws" {}

variables {
  repository          = "ml-inference-service"
  kms_key_arn         = "arn:aws:kms:ap-southeast-2:111122223333:key/data"
  deletion_protection = true
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
    deletion_protection = false
  }

  assert {
    condition     = aws_ecr_repository.this.force_delete
    error_message = "Without protection a destroy must go through."
  }
}
