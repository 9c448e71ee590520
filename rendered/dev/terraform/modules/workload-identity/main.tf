# What the inference pods may do in AWS: read their own model. Nothing else: secrets come to them by external-secrets.

locals {
  via_s3 = var.model == null ? null : "s3.${coalesce(var.model.region, var.aws.region)}.${var.aws.dns_suffix}"

  read_model = var.model == null ? {} : {
    read-own-model = jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [{
          Sid      = "ReadOwnModel"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = [for key in concat([var.model.key], sort(var.model.files)) : "arn:${var.aws.partition}:s3:::${var.model.bucket}/${key}"]
        }],
        [for key_arn in compact([var.model.kms_key_arn]) : {
          Sid       = "DecryptItThroughS3"
          Effect    = "Allow"
          Action    = "kms:Decrypt"
          Resource  = key_arn
          Condition = { StringEquals = { "kms:ViaService" = local.via_s3 } }
        }],
      )
    })
  }
}

module "role" {
  source = "../service-account-role"

  iam             = var.iam
  name            = var.role_name
  oidc_provider   = var.oidc_provider
  namespace       = var.namespace
  service_account = var.service_account
  policies        = local.read_model
}
