variable "prefix" {
  description = "What the names of all secrets of this environment start with, without a slash at the end."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=.@-]+(/[A-Za-z0-9_+=.@-]+)*$", var.prefix))
    error_message = "Must be path segments of letters, digits and _+=.@- without a slash at either end."
  }
}

variable "names" {
  description = "Names below the prefix."
  type        = set(string)
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the values."
  type        = string
}

variable "recovery_window_in_days" {
  description = "Days in which a deleted secret can be brought back; 0 deletes at once, so that its name is free again."
  type        = number

  validation {
    condition     = var.recovery_window_in_days == 0 || (var.recovery_window_in_days >= 7 && var.recovery_window_in_days <= 30)
    error_message = "Secrets Manager takes 0, or 7 to 30 days."
  }
}
