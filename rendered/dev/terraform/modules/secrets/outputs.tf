output "arns" {
  description = "ARN of each secret by its full name."
  value       = { for secret in aws_secretsmanager_secret.this : secret.name => secret.arn }
}
