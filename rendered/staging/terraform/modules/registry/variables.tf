variable "aws" {
  description = "Partition that everything lives in."
  type = object({
    partition = string
  })
}

variable "pulled_by" {
  description = "Other accounts whose nodes may pull."
  type        = list(string)
  default     = []
}

variable "repository" {
  description = "Name of the ECR repository."
  type        = string
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the images."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the repository refuses to be destroyed while it holds images."
  type        = bool
}

variable "untagged_days" {
  description = "Days after which an untagged image is deleted."
  type        = number
  default     = 7
}

variable "tagged_images" {
  description = "How many tagged images are kept."
  type        = number
  default     = 100
}
