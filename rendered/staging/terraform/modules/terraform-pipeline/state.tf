# The state in its bucket. Reading takes no lock, so that a plan never holds up an apply.

locals {
  bucket_arn = "arn:${var.aws.partition}:s3:::${var.state.bucket}"
  state_arn  = "${local.bucket_arn}/${var.state.key}"

  # The key is known here by its alias alone: the small root of the bucket makes both.
  state_key = {
    Resource  = "arn:${var.aws.partition}:kms:${var.aws.region}:${var.aws.account_id}:key/*"
    Condition = { "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = "alias/${var.state.bucket}" } }
  }

  reading_state = {
    FindTheState    = { Action = "s3:ListBucket", Resource = local.bucket_arn }
    ReadTheState    = { Action = "s3:GetObject", Resource = local.state_arn }
    DecryptTheState = merge({ Action = "kms:Decrypt" }, local.state_key)
  }

  writing_state = {
    FindTheState = { Action = "s3:ListBucket", Resource = local.bucket_arn }
    WriteTheState = {
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = [local.state_arn, "${local.state_arn}.tflock"]
    }
    Unlock          = { Action = "s3:DeleteObject", Resource = "${local.state_arn}.tflock" }
    EncryptTheState = merge({ Action = ["kms:Decrypt", "kms:GenerateDataKey"] }, local.state_key)
  }
}
