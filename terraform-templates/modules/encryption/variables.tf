variable "aws" {
  description = "Partition, DNS suffix, region and account that everything lives in."
  type = object({
    partition  = string
    dns_suffix = string
    region     = string
    account_id = string
  })
}

variable "name" {
  description = "What the keys' aliases start with."
  type        = string
}

variable "purposes" {
  description = "Keys that are made: a cluster that exists has one of its own."
  type        = set(string)
  default     = ["cluster", "data", "logs"]
}

variable "deletion_window_in_days" {
  description = "Days in which a deleted key can still be brought back, and all that it encrypted with it."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_window_in_days >= 7 && var.deletion_window_in_days <= 30
    error_message = "KMS takes 7 to 30 days."
  }
}
