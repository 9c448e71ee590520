variable "aws" {
  description = "Partition and account that everything lives in."
  type = object({
    partition  = string
    account_id = string
  })
}

variable "owner" {
  description = "Person or organisation on GitHub."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+$", var.owner))
    error_message = "Must be one exact name, never a pattern."
  }
}

variable "repository" {
  description = "Name of the owner's repository."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.repository))
    error_message = "Must be one exact name, never a pattern."
  }
}

variable "ids" {
  description = "GitHub's numbers of the owner and the repository, where their tokens may name them."
  type        = object({ owner = string, repository = string })
  default     = null

  validation {
    condition     = var.ids == null || can([for id in values(var.ids) : regex("^[0-9]+$", id)])
    error_message = "Must be two exact numbers, never a pattern."
  }
}

variable "branch" {
  description = "The only branch that is trusted."
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
