output "vpc_id" {
  description = "ID of the VPC: the load balancer controller is told it, and teardown looks in it for what was left behind."
  value       = local.vpc_id
}

output "public_subnet_ids" {
  description = "IDs of the public subnets by availability zone: internet-facing load balancers."
  value       = local.public_subnet_ids
}

output "private_subnet_ids" {
  description = "IDs of the private subnets by availability zone: nodes and pods."
  value       = local.private_subnet_ids
}

output "nat_public_ips" {
  description = "Addresses that requests of the pods come from, for other people's allow lists."
  value       = flatten(module.network[*].nat_public_ips)
}

output "cluster_name" {
  description = "Name of the cluster, for aws eks update-kubeconfig."
  value       = local.cluster_name
}

output "cluster_endpoint" {
  description = "URL of the Kubernetes API; null of a cluster that exists, as what follows."
  value       = one(module.cluster[*].endpoint)
}

output "cluster_version" {
  description = "Kubernetes version that the control plane runs."
  value       = one(module.cluster[*].version)
}

output "cluster_security_group_id" {
  description = "Security group of the control plane and of every node."
  value       = one(module.cluster[*].security_group_id)
}

output "node_group_names" {
  description = "Names of the node groups in EKS by their names in the environment."
  value       = one(module.cluster[*].node_group_names)
}

output "repository_urls" {
  description = "What images are tagged and pushed as, before the colon, by the name of the repository."
  value       = { for name, registry in module.registry : name => registry.repository_url }
}

output "pod_role_arns" {
  description = "Role of each workload's pods, by the workload's key."
  value       = { for key, identity in module.workload_identity : key => identity.role_arn }
}

output "controller_role_arns" {
  description = "Role of each controller in the cluster, by its name."
  value       = module.controllers.role_arns
}

output "karpenter" {
  description = "What Karpenter is configured with; null without Karpenter."
  value       = one([for karpenter in module.karpenter : { instance_profile = karpenter.instance_profile_name, queue = karpenter.queue_name }])
}

output "secret_arns" {
  description = "ARN of each secret by name: whoever owns a value puts it in with aws secretsmanager put-secret-value."
  value       = merge([for secrets in module.secrets : secrets.arns]...)
}

output "image_push_role_arn" {
  description = "Role of the workflow that pushes images; null without a pipeline."
  value       = one(module.image_push[*].role_arn)
}

output "terraform_role_arns" {
  description = "Roles of the workflows that run this Terraform, for pull requests and on the branch; null where none does."
  value       = one(module.terraform_pipeline[*].role_arns)
}

output "alarm_topic_arn" {
  description = "Topic of all alarms, for more subscribers (a pager, a chat)."
  value       = module.observability.alarm_topic_arn
}

output "log_groups" {
  description = "Where to read what happened: control plane, network, and containers with Container Insights."
  value = merge(
    var.cluster.existing == null ? { control-plane = var.cluster.log_group } : {},
    var.network.existing == null ? { flow-logs = var.network.flow_logs.log_group } : {},
    module.observability.log_group_names,
  )
}

output "teardown" {
  description = "What teardown needs before terraform destroy: deletion protection has to be off, and neither load balancers nor nodes of Karpenter with these tags may be left in the VPC."
  value = {
    deletion_protection = var.cluster.deletion_protection
    vpc_id              = local.vpc_id
    region              = var.aws.region
    load_balancer_tag   = { key = "elbv2.k8s.aws/cluster", value = var.cluster.name }
    node_tag            = { key = "kubernetes.io/cluster/${var.cluster.name}", value = "owned" }
  }
}
