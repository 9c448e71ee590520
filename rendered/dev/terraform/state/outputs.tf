output "bucket" {
  description = "Bucket that the environment's state lives in."
  value       = aws_s3_bucket.this.bucket
}

output "key_alias_arn" {
  description = "KMS key of the state, as the backend names it."
  value       = aws_kms_alias.this.arn
}
