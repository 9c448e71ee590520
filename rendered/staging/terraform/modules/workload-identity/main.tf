# What the inference pods may do in AWS: read their own secrets and their own model. Nothing else.

locals {
  via_secrets_manager = "secretsmanager.${var.aws.region}.${var.aws.dns_suffix}"
  via_s3              = "s3.${var.aws.region}.${var.aws.dns_suffix}"

  read_secrets = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadOwnSecrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
        Resource = "arn:${var.aws.partition}:secretsmanager:${var.aws.region}:${var.aws.account_id}:secret:${var.secrets_prefix}/*"
      },
      {
        Sid       = "DecryptThemThroughSecretsManager"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = var.secrets_key_arn
        Condition = { StringEquals = { "kms:ViaService" = local.via_secrets_manager } }
      },
    ]
  })

  read_model = var.model == null ? {} : {
    read-own-model = jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [{
          Sid      = "ReadOwnModel"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = "arn:${var.aws.partition}:s3:::${var.model.bucket}/${var.model.key}"
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
  policies        = merge({ read-own-secrets = local.read_secrets }, local.read_model)
}
