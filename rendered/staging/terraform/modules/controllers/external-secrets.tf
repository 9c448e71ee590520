locals {
  external_secrets_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadSecretsOfThisEnvironment"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret", "secretsmanager:ListSecretVersionIds"]
        Resource = [for prefix in var.secrets_prefixes : "arn:${var.aws.partition}:secretsmanager:${var.aws.region}:${var.aws.account_id}:secret:${prefix}/*"]
      },
      {
        Sid       = "DecryptThemThroughSecretsManager"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = var.secrets_key_arn
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${var.aws.region}.${var.aws.dns_suffix}" } }
      },
    ]
  })
}
