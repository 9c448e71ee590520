output "arn" {
  description = "ARN of the role, once its policies are attached."
  value       = aws_iam_role.this.arn

  # Who uses the role needs what it allows, when it is made and until it is gone.
  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}

output "name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}
