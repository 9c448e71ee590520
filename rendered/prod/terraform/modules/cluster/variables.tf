variable "aws" {
  description = "Partition and DNS suffix that everything lives in."
  type = object({
    partition  = string
    dns_suffix = string
  })
}

variable "name" {
  description = "Name of the EKS cluster; the names of its roles start with it."
  type        = string
}

variable "kubernetes_version" {
  description = "Kubernetes minor version, such as 1.35."
  type        = string

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "Must be a minor version such as 1.35."
  }
}

variable "service_cidr" {
  description = "Addresses of Services; null lets EKS take 172.20.0.0/16 or 10.100.0.0/16, whichever isn't the VPC's. Another one makes the cluster again."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether EKS refuses to delete the cluster."
  type        = bool
}

variable "control_plane_subnet_ids" {
  description = "IDs of the private subnets, in two availability zones, in which the control plane has its interfaces."
  type        = list(string)

  validation {
    condition     = length(var.control_plane_subnet_ids) == 2
    error_message = "Two, in different zones: EKS needs two and never lets them move to another set of zones."
  }
}

variable "node_subnet_ids" {
  description = "IDs of the private subnets of nodes and pods, by availability zone."
  type        = map(string)
}

variable "public_access_cidrs" {
  description = "Who may reach the public API endpoint. Empty: there is only the private one."
  type        = set(string)
}

variable "access_entries" {
  description = "Who may use the Kubernetes API: IAM principal, and admin or viewer."
  type = list(object({
    principal_arn = string
    access        = string
  }))

  validation {
    condition     = alltrue([for entry in var.access_entries : contains(["admin", "viewer"], entry.access)])
    error_message = "Access is admin or viewer."
  }

  validation {
    condition     = length(distinct(var.access_entries[*].principal_arn)) == length(var.access_entries)
    error_message = "Each principal may have one entry only."
  }
}

variable "log_group" {
  description = "Log group of the control plane: /aws/eks/<cluster>/cluster, nothing else is written to."
  type        = string
}

variable "log_retention_in_days" {
  description = "How long control-plane logs are kept."
  type        = number
}

variable "cluster_key_arn" {
  description = "KMS key for Kubernetes Secrets."
  type        = string
}

variable "logs_key_arn" {
  description = "KMS key of log groups."
  type        = string
}

variable "node_role_name" {
  description = "Name of the nodes' IAM role."
  type        = string
}

variable "node_groups" {
  description = "Managed node groups."
  type = list(object({
    name           = string
    instance_types = list(string)
    capacity       = string
    min            = number
    max            = number
    disk_size_gib  = number
    ami_type       = string
    ami_release    = optional(string)
    zones          = optional(list(string))
    labels         = map(string)
    taints = list(object({
      key    = string
      value  = optional(string)
      effect = string
    }))
  }))

  validation {
    condition     = length(var.node_groups) > 0 && length(distinct(var.node_groups[*].name)) == length(var.node_groups)
    error_message = "Must have at least one node group, each with a name of its own."
  }

  validation {
    condition     = anytrue([for group in var.node_groups : alltrue([for taint in group.taints : taint.effect == "PreferNoSchedule"]) && group.max > 0])
    error_message = "At least one node group must have no taint but PreferNoSchedule: CoreDNS and the controllers have to run somewhere."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : contains(["on-demand", "spot"], group.capacity)])
    error_message = "Capacity is on-demand or spot."
  }

  validation {
    condition     = alltrue([for group in var.node_groups : group.min >= 0 && group.max >= 1 && group.min <= group.max])
    error_message = "Each node group needs 0 <= min <= max and max >= 1."
  }
}

variable "addons" {
  description = "EKS's own add-ons: version (an exact one, default or most-recent) and configuration values as JSON over ours."
  type = map(object({
    version       = string
    configuration = optional(string, "{}")
  }))

  validation {
    condition     = length(setsubtract(["vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent", "aws-ebs-csi-driver"], keys(var.addons))) == 0
    error_message = "Must have vpc-cni, kube-proxy, coredns, eks-pod-identity-agent and aws-ebs-csi-driver."
  }

  validation {
    condition     = alltrue([for addon in var.addons : can(keys(jsondecode(addon.configuration)))])
    error_message = "Configuration must be a JSON object."
  }
}

variable "ebs_csi" {
  description = "Role and ServiceAccount of the EBS CSI driver; null when no pod needs a volume."
  type = object({
    role_name       = string
    namespace       = string
    service_account = string
  })
  default = null
}

variable "tags" {
  description = "Tags of instances, their volumes and their network interfaces."
  type        = map(string)
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
