variable "name" {
  description = "Name of the role."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.name))
    error_message = "IAM takes role names of at most 64 letters, digits and +=,.@_-; make the cluster's name shorter."
  }
}

variable "oidc_provider" {
  description = "The cluster's OIDC provider: its ARN in IAM, and its issuer without the https:// in front."
  type = object({
    arn    = string
    issuer = string
  })
}

variable "namespace" {
  description = "Kubernetes namespace of the ServiceAccount."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", var.namespace))
    error_message = "Must be one exact namespace, never a pattern."
  }
}

variable "service_account" {
  description = "Name of the ServiceAccount."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.service_account))
    error_message = "Must be one exact ServiceAccount, never a pattern."
  }
}

variable "policies" {
  description = "Inline policies: name to JSON document."
  type        = map(string)
  default     = {}
}

variable "managed_policy_arns" {
  description = "Managed policies of AWS: name to ARN."
  type        = map(string)
  default     = {}
}

variable "iam" {
  description = "IAM path of roles that are made here, and the policy that bounds them."
  type = object({
    path                 = string
    permissions_boundary = optional(string)
  })
  default = { path = "/" }
}
