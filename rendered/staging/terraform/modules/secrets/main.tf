# The entries, never their values: those are put in from outside (see "rotate secrets" in the runbook), so that neither git
# nor Terraform's state ever holds one. Until a value is there, external-secrets reports the entry as missing.

resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV2_AWS_57: The values belong to systems outside this account (a database, API clients); only their owners can rotate them, by the runbook.
  for_each = var.names

  name                    = "${var.prefix}/${each.value}"
  description             = "Read by the pods of ${var.prefix}; its value is put in by hand or by its owner"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.recovery_window_in_days
}
