variable "role_name" {
  description = "Name of the role."
  type        = string
}

variable "description" {
  description = "Who assumes the role."
  type        = string
}

variable "trust_policy" {
  description = "Trust policy of the role, as JSON."
  type        = string
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
