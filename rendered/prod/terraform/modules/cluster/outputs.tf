output "name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "name_with_nodes" {
  description = "Name of the cluster, once its nodes can run pods: for what is only active on nodes."
  value       = aws_eks_cluster.this.name

  depends_on = [aws_eks_node_group.this, aws_eks_addon.before_nodes, aws_eks_addon.coredns]
}

output "arn" {
  description = "ARN of the cluster."
  value       = aws_eks_cluster.this.arn
}

output "endpoint" {
  description = "URL of the Kubernetes API."
  value       = aws_eks_cluster.this.endpoint
}

output "version" {
  description = "Kubernetes version that the control plane runs."
  value       = aws_eks_cluster.this.version
}

output "oidc_provider" {
  description = "The cluster's OIDC provider: its ARN in IAM, and its issuer without the https:// in front."
  value       = local.oidc_provider
}

output "security_group_id" {
  description = "Security group that EKS puts on the control plane and on every managed node."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "node_group_names" {
  description = "Names of the node groups in EKS by their names in the environment."
  value       = { for name, group in aws_eks_node_group.this : name => group.node_group_name }
}

output "addon_versions" {
  description = "Version of each EKS add-on that is installed or would be."
  value       = local.addon_versions
}
