variable "aws" {
  description = "Partition, region and account that everything lives in."
  type = object({
    partition  = string
    region     = string
    account_id = string
    dns_suffix = string
  })
}

variable "environment" {
  description = "Name of the environment, as resources are tagged with it."
  type        = string
}

variable "plan_role_name" {
  description = "Name of the role that plans."
  type        = string
}

variable "apply_role_name" {
  description = "Name of the role that applies."
  type        = string
}

variable "trust_policies" {
  description = "Who may assume them, as JSON: workflows of pull requests plan, those on the branch apply."
  type        = object({ branch = string, pull_requests = string })
}

variable "own_policies" {
  description = "ARNs of policies for Terraform of the user's own."
  type        = object({ plan = set(string), apply = set(string) })
  default     = { plan = [], apply = [] }
}

variable "state" {
  description = "Bucket of the state, and the state's key in it. The bucket's KMS key has an alias of the bucket's name."
  type        = object({ bucket = string, key = string })
}

variable "cluster_name" {
  description = "Name of the EKS cluster."
  type        = string
}

variable "prefixes" {
  description = "What the names of this environment's roles, keys, alarms and the like start with, before a dash."
  type        = list(string)
}

variable "iam" {
  description = "IAM path of roles that are made here, and the policy that bounds them."
  type = object({
    path                 = string
    permissions_boundary = optional(string)
  })
  default = { path = "/" }
}
