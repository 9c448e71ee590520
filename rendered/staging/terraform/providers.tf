provider "aws" {
  region = var.aws.region

  # Credentials of another account stop here, before the first call that could change anything.
  allowed_account_ids = [var.aws.account_id]

  default_tags {
    tags = local.tags
  }
}
