provider "aws" {
  region = var.aws.region

  # Credentials of another account stop here, before the first call that could change anything.
  allowed_account_ids = [var.aws.account_id]

  dynamic "assume_role" {
    for_each = var.aws.assume_role_arn[*]

    content {
      role_arn = assume_role.value
    }
  }

  default_tags {
    tags = local.tags
  }
}
