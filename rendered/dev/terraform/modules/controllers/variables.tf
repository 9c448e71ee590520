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
  description = "Name of the cluster that the controllers run in."
  type        = string
}

variable "vpc_id" {
  description = "VPC in which load balancers get their security groups."
  type        = string
}

variable "oidc_provider" {
  description = "The cluster's OIDC provider: its ARN in IAM, and its issuer without the https:// in front."
  type = object({
    arn    = string
    issuer = string
  })
}

variable "controllers" {
  description = "Controllers that the environment installs: the name of each one's role, and its ServiceAccount."
  type = map(object({
    role_name       = string
    namespace       = string
    service_account = string
  }))

  validation {
    condition     = length(setsubtract(keys(var.controllers), ["aws-load-balancer-controller", "cluster-autoscaler", "external-secrets"])) == 0
    error_message = "There are policies for aws-load-balancer-controller, cluster-autoscaler and external-secrets only."
  }
}

variable "secrets_prefixes" {
  description = "What the names of each workload's secrets start with, without a slash at the end."
  type        = list(string)
}

variable "secrets_key_arn" {
  description = "KMS key of those secrets."
  type        = string
}
