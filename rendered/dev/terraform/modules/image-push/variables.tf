variable "aws" {
  description = "Partition and account that everything lives in."
  type = object({
    partition  = string
    account_id = string
  })
}

variable "role_name" {
  description = "Name of the role."
  type        = string
}

variable "github_owner" {
  description = "Person or organisation on GitHub."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+$", var.github_owner))
    error_message = "Must be one exact name, never a pattern."
  }
}

variable "github_repository" {
  description = "Name of the owner's repository."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "Must be one exact name, never a pattern."
  }
}

variable "github_ids" {
  description = "GitHub's numbers of the owner and the repository, where their tokens may name them."
  type        = object({ owner = string, repository = string })
  default     = null

  validation {
    condition     = var.github_ids == null || can([for id in values(var.github_ids) : regex("^[0-9]+$", id)])
    error_message = "Must be two exact numbers, never a pattern."
  }
}

variable "branch" {
  description = "The only branch that may push."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._/-]+$", var.branch))
    error_message = "Must be one exact branch, never a pattern."
  }
}

variable "create_oidc_provider" {
  description = "Whether the account still needs the OIDC provider of GitHub Actions."
  type        = bool
}

variable "repository_arns" {
  description = "ECR repositories that images are pushed to."
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
