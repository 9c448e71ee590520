variable "aws" {
  description = "Partition, region and account that everything lives in."
  type = object({
    partition  = string
    region     = string
    account_id = string
  })
}

variable "cluster_name" {
  description = "Name of the cluster, once its nodes can run pods."
  type        = string
}

variable "prefix" {
  description = "What names of alarms and of their topic start with; the name of the cluster where it is left out."
  type        = string
  default     = null
}

variable "cluster_arn" {
  description = "ARN of the cluster."
  type        = string
}

variable "logs_key_arn" {
  description = "KMS key of log groups and of the alarm topic."
  type        = string
}

variable "log_retention_in_days" {
  description = "How long application and performance logs are kept."
  type        = number
}

variable "container_insights" {
  description = "Container Insights: the CloudWatch agent's role and ServiceAccount, and the EKS add-on's version and configuration; null switches it off, and the alarms on pods and nodes with it."
  type = object({
    role_name       = string
    namespace       = string
    service_account = string
    addon_version   = string
    configuration   = string
  })
  default = null
}

variable "services" {
  description = "Kubernetes Services that must always have a running pod, by the key of their workload."
  type = map(object({
    namespace = string
    name      = string
  }))
}

variable "load_balancers" {
  description = "Kinds of load balancers in front of them: nlb or alb to the namespace of its metrics."
  type        = map(string)
}

variable "max_nodes" {
  description = "How many nodes all node groups allow together; null when something else decides (Karpenter)."
  type        = number
  default     = null
}

variable "nat_gateway_ids" {
  description = "IDs of the NAT gateways by availability zone."
  type        = map(string)
}

variable "runbook_url" {
  description = "Where whoever is paged reads on."
  type        = string
}

variable "alarm_emails" {
  description = "Who is told when an alarm fires."
  type        = set(string)
}

variable "budget" {
  description = "What the account may cost in a month, and who is told; null for no budget."
  type = object({
    monthly_usd = number
    emails      = set(string)
  })
  default = null
}

variable "iam" {
  description = "IAM path of roles that are made here, the policy that bounds them, and what their names start with where that is not the name of the cluster."
  type = object({
    path                 = string
    permissions_boundary = optional(string)
    name_prefix          = optional(string)
  })
  default = { path = "/" }
}
