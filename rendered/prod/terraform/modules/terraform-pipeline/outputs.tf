output "role_arns" {
  description = "Roles of the workflows that run Terraform: for pull requests, and on the branch."
  value       = { plan = aws_iam_role.plan.arn, apply = aws_iam_role.apply.arn }
}
