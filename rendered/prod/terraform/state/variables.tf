# The values are in <environment>.auto.tfvars, rendered from environments/<environment>.yaml: edit that file, not these.

variable "environment" {
  description = "Name of the environment."
  type        = string
}

variable "aws" {
  description = "Which account and region the state lives in, and tags for everything."
  type = object({
    account_id = string
    region     = string
    partition  = string
    tags       = map(string)

    assume_role_arn = optional(string)
  })
}

variable "bucket" {
  description = "Name of the bucket; its key has the same name."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the bucket refuses to be destroyed while it holds state."
  type        = bool
}
