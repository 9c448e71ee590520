variable "aws" {
  description = "Partition, region and account that everything lives in."
  type = object({
    partition  = string
    region     = string
    account_id = string
  })
}

variable "name" {
  description = "What the names of all parts start with: the cluster's name."
  type        = string
}

variable "cidr" {
  description = "The VPC's range."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 28, false)
    error_message = "Must be an IPv4 range between /16 and /28, such as 10.0.0.0/16."
  }
}

variable "availability_zones" {
  description = "Names of the availability zones."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) >= 2 && length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "EKS needs at least two different availability zones."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.aws.region)])
    error_message = "Every availability zone must belong to the region."
  }
}

variable "public_subnets" {
  description = "One range per availability zone, in the same order: load balancers and NAT."
  type        = list(string)

  validation {
    condition     = length(var.public_subnets) == length(var.availability_zones)
    error_message = "Must have one range per availability zone."
  }
}

variable "private_subnets" {
  description = "One range per availability zone, in the same order: nodes and pods."
  type        = list(string)

  validation {
    condition     = length(var.private_subnets) == length(var.availability_zones)
    error_message = "Must have one range per availability zone."
  }
}

variable "nat_gateways" {
  description = "one-per-az survives the loss of a zone; single is cheaper and does not; none leaves no way to the internet."
  type        = string

  validation {
    condition     = contains(["one-per-az", "single", "none"], var.nat_gateways)
    error_message = "Must be one-per-az, single or none."
  }
}

variable "interface_endpoints" {
  description = "AWS services that are reached privately instead of through NAT, such as ecr.api."
  type        = set(string)
}

variable "flow_logs" {
  description = "Log group of the flow logs, and how long they are kept."
  type = object({
    log_group         = string
    retention_in_days = number
  })
}

variable "logs_key_arn" {
  description = "KMS key of log groups."
  type        = string
}

variable "private_subnet_tags" {
  description = "Tags that others look for on the private subnets, such as Karpenter's discovery tag."
  type        = map(string)
  default     = {}
}

variable "iam" {
  description = "IAM path of roles that are made here, the policy that bounds them, and what their names start with where that is not the name of the cluster."
  type = object({
    path                 = string
    permissions_boundary = optional(string)
    name_prefix          = optional(string)
  })
  default = { path = "/" }
}
