output "trust_policies" {
  description = "Trust policies of roles, as JSON: for workflows on the branch, and for those of pull requests."
  value       = local.trust_policies
}
