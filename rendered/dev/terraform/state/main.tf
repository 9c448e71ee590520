# The bucket that the environment's Terraform state lives in. It has to be there before that state is, so this small root keeps
# its own state in a local file: apply it once. Should the file get lost, import the bucket and its key; nothing else refers to it.

provider "aws" {
  region              = var.aws.region
  allowed_account_ids = [var.aws.account_id]

  dynamic "assume_role" {
    for_each = var.aws.assume_role_arn[*]

    content {
      role_arn = assume_role.value
    }
  }

  default_tags {
    tags = merge(var.aws.tags, {
      Environment = var.environment
      Project     = "ml-inference"
      ManagedBy   = "terraform"
    })
  }
}

resource "aws_kms_key" "this" {
  description             = "Terraform state of ${var.environment}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      # A key policy's resource "*" is the key that it is attached to.
      Sid       = "DelegateToIamOfThisAccount"
      Effect    = "Allow"
      Principal = { AWS = "arn:${var.aws.partition}:iam::${var.aws.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.bucket}"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_s3_bucket" "this" {
  # checkov:skip=CKV_AWS_18: Access logs need a bucket of their own, which would need one again; who read the state is in CloudTrail.
  # checkov:skip=CKV_AWS_144: State describes what is in this region; without the region there is nothing for a replica to describe.
  # checkov:skip=CKV2_AWS_62: Nothing waits for a new state file, so there is nobody to notify.
  bucket = var.bucket

  # One edit of the environment, deletionProtection, turns off all that keeps a teardown from finishing.
  force_destroy = !var.deletion_protection
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.this.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = 90
      newer_noncurrent_versions = 20
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NothingUnencrypted"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.this]
}
