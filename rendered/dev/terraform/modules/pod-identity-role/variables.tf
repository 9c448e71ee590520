variable "name" {
  description = "Name of the role."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.name))
    error_message = "IAM takes role names of at most 64 letters, digits and +=,.@_-; make the cluster's name shorter."
  }
}

variable "cluster_arn" {
  description = "ARN of the cluster whose pods may have the role."
  type        = string
}

variable "namespace" {
  description = "Kubernetes namespace of the ServiceAccount."
  type        = string
}

variable "service_account" {
  description = "Name of the ServiceAccount."
  type        = string
}

variable "managed_policy_arns" {
  description = "Managed policies of AWS: name to ARN."
  type        = map(string)
}

variable "iam" {
  description = "IAM path of roles that are made here, and the policy that bounds them."
  type = object({
    path                 = string
    permissions_boundary = optional(string)
  })
  default = { path = "/" }
}
