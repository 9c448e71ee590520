# Three keys, one per kind of thing that they protect, so that whoever may decrypt one kind can't read the others.
# None of them encrypts node volumes: the Auto Scaling service-linked role would have to be in the key policy, and in an
# account that never had an Auto Scaling group that role doesn't exist yet, so the policy would be refused.

locals {
  root_arn = "arn:${var.aws.partition}:iam::${var.aws.account_id}:root"

  # Hands the decision to IAM policies of this account. A key policy's resource "*" is the key that it is attached to.
  delegate_to_iam = {
    Sid       = "DelegateToIamOfThisAccount"
    Effect    = "Allow"
    Principal = { AWS = local.root_arn }
    Action    = "kms:*"
    Resource  = "*"
  }

  keys = {
    cluster = {
      description = "Kubernetes Secrets of ${var.name}, as envelope encryption in etcd"
      statements  = []
    }
    data = {
      description = "Container images and Secrets Manager entries of ${var.name}"
      statements  = []
    }
    logs = {
      description = "Log groups and the alarm topic of ${var.name}"
      statements = [
        {
          Sid       = "EncryptLogGroupsOfThisAccount"
          Effect    = "Allow"
          Principal = { Service = "logs.${var.aws.region}.${var.aws.dns_suffix}" }
          Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"]
          Resource  = "*"
          Condition = {
            ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${var.aws.partition}:logs:${var.aws.region}:${var.aws.account_id}:log-group:*" }
          }
        },
        {
          # Without it an alarm changes state and nobody hears of it: the topic refuses CloudWatch in silence. Which alarms
          # may publish is the topic's own policy; CloudWatch sends no source account along with its KMS calls.
          Sid       = "LetAlarmsPublishToTheEncryptedTopic"
          Effect    = "Allow"
          Principal = { Service = "cloudwatch.amazonaws.com" }
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = "*"
        },
      ]
    }
  }
}

resource "aws_kms_key" "this" {
  for_each = { for purpose, key in local.keys : purpose => key if contains(var.purposes, purpose) }

  description             = each.value.description
  enable_key_rotation     = true
  deletion_window_in_days = var.deletion_window_in_days

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([local.delegate_to_iam], each.value.statements)
  })
}

resource "aws_kms_alias" "this" {
  for_each = aws_kms_key.this

  name          = "alias/${var.name}-${each.key}"
  target_key_id = each.value.key_id
}
