output "key_arns" {
  description = "ARN of each key by what it protects: cluster, data, logs."
  value       = { for purpose, key in aws_kms_key.this : purpose => key.arn }
}
