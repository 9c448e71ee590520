variable "aws" {
  description = "Partition, DNS suffix, region and account that everything lives in."
  type = object({
    partition  = string
    dns_suffix = string
    region     = string
    account_id = string
  })
}

variable "cluster_name" {
  description = "Name of the cluster that Karpenter starts nodes for."
  type        = string
}

variable "node_role_name" {
  description = "Name of the role and of the instance profile of the nodes that Karpenter starts."
  type        = string
}

variable "queue" {
  description = "Name of the queue of interruptions; the event rules' names start with it."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,52}$", var.queue))
    error_message = "Must be at most 52 letters, digits, dashes and underscores: rules add up to 12, and may have 64."
  }
}

variable "security_group_id" {
  description = "Security group of the nodes."
  type        = string
}

variable "iam" {
  description = "IAM path of roles that are made here, and the policy that bounds them."
  type = object({
    path                 = string
    permissions_boundary = optional(string)
  })
  default = { path = "/" }
}
