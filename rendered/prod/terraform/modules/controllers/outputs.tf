output "role_arns" {
  description = "ARN of each controller's role by the controller's name."
  value       = { for name, role in module.role : name => role.arn }
}
