variable "aws" {
  description = "Partition, DNS suffix and region that everything lives in."
  type = object({
    partition  = string
    dns_suffix = string
    region     = string
  })
}

variable "role_name" {
  description = "Name of the pods' IAM role."
  type        = string
}

variable "oidc_provider" {
  description = "The cluster's OIDC provider: its ARN in IAM, and its issuer without the https:// in front."
  type = object({
    arn    = string
    issuer = string
  })
}

variable "namespace" {
  description = "Kubernetes namespace of the pods."
  type        = string
}

variable "service_account" {
  description = "ServiceAccount of the pods."
  type        = string
}

variable "model" {
  description = "The S3 object that the pods load as their model, those with its weights, their region if it is another one, and their KMS key if they have one of their own."
  type = object({
    bucket      = string
    key         = string
    files       = optional(set(string), [])
    region      = optional(string)
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.model == null ? true : !can(regex("[*?$]", join("", concat([var.model.bucket, var.model.key], tolist(var.model.files)))))
    error_message = "Bucket and key name one object: *, ? and $ are patterns in an IAM policy."
  }
}

variable "iam" {
  description = "IAM path of roles that are made here, and the policy that bounds them."
  type = object({
    path                 = string
    permissions_boundary = optional(string)
  })
  default = { path = "/" }
}
