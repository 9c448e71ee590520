# The values are in <environment>.auto.tfvars, rendered from environments/<environment>.yaml: edit that file, not these.

variable "environment" {
  description = "Name of the environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.environment))
    error_message = "Must be lower-case letters, digits and dashes."
  }
}

variable "aws" {
  description = "Which account and region this environment lives in, what ARNs and host names there look like, and tags for everything."
  type = object({
    account_id = string
    region     = string
    partition  = string
    dns_suffix = string
    tags       = map(string)

    assume_role_arn = optional(string)
  })

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws.account_id))
    error_message = "An account ID has 12 digits."
  }

  validation {
    condition     = can(regex("^[a-z]{2,4}(-[a-z]+)+-[0-9]$", var.aws.region))
    error_message = "Must be a region such as ap-southeast-2."
  }
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

variable "network" {
  description = "The VPC: one that is made here (ranges, zones, ways out, flow logs), or one that exists."
  type = object({
    existing = optional(object({
      vpc_id          = string
      private_subnets = list(object({ id = string, availability_zone = string }))
      public_subnets  = list(object({ id = string, availability_zone = string }))
    }))
    cidr                = optional(string)
    availability_zones  = optional(list(string), [])
    public_subnets      = optional(list(string), [])
    private_subnets     = optional(list(string), [])
    nat_gateways        = optional(string)
    interface_endpoints = optional(set(string), [])
    flow_logs = optional(object({
      log_group         = string
      retention_in_days = number
    }))
  })

  validation {
    condition     = (var.network.existing == null) == (var.network.cidr != null && var.network.flow_logs != null)
    error_message = "Give either an existing VPC, or everything of one that is to be made."
  }

  validation {
    condition     = alltrue([for range in concat(compact([var.network.cidr]), var.network.public_subnets, var.network.private_subnets) : can(cidrhost(range, 0))])
    error_message = "Ranges are written like 10.0.0.0/16."
  }
}

variable "cluster" {
  description = "The EKS cluster: one that is made here (version, who may reach and use it, logs, nodes, EKS's own add-ons), or one that exists."
  type = object({
    name                = string
    deletion_protection = bool
    existing            = optional(object({ oidc_issuer = string }))
    version             = optional(string)
    public_access_cidrs = optional(set(string), [])
    service_cidr        = optional(string)
    access_entries = optional(list(object({
      principal_arn = string
      access        = string
    })), [])
    log_group             = optional(string)
    log_retention_in_days = optional(number)
    node_role_name        = optional(string)
    node_groups = optional(list(object({
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
    })), [])
    addons = optional(map(object({
      version       = string
      configuration = optional(string, "{}")
    })), {})
  })

  validation {
    condition     = (var.cluster.existing == null) == (var.cluster.version != null && var.cluster.log_group != null && var.cluster.node_role_name != null && length(var.cluster.node_groups) > 0)
    error_message = "Give either an existing cluster, or everything of one that is to be made."
  }

  validation {
    condition     = try(regex("^[a-z0-9.-]+/id/[A-Za-z0-9]+$", var.cluster.existing.oidc_issuer), "") != "" || var.cluster.existing == null
    error_message = "An issuer is written without https:// in front."
  }

  validation {
    condition     = var.cluster.existing != null || can(regex("^[a-z]([a-z0-9-]*[a-z0-9])?$", var.cluster.name)) && length(var.cluster.name) <= 35
    error_message = "Must be at most 35 lower-case letters, digits and dashes: the longest role name adds 29 to IAM's limit of 64."
  }
}

variable "registry" {
  description = "ECR repositories that are made here, and other accounts that may pull from them."
  type = object({
    repositories = set(string)
    pulled_by    = list(string)
  })
}

variable "workloads" {
  description = "Inference workloads by key: whom their pods are in Kubernetes and in IAM, their secrets (names only: values are put in by hand; ARNs of those that exist) and the model that they may read."
  type = map(object({
    namespace       = string
    service_account = string
    service         = string
    role_name       = string
    secrets = object({
      prefix                  = string
      names                   = set(string)
      recovery_window_in_days = number
      existing = optional(object({
        secret_arns    = optional(set(string), [])
        parameter_arns = optional(set(string), [])
        key_arns       = optional(set(string), [])
      }), {})
    })
    model = optional(object({
      bucket      = string
      key         = string
      files       = optional(set(string), [])
      region      = optional(string)
      kms_key_arn = optional(string)
    }))
  }))
}

variable "controllers" {
  description = "Add-ons of Argo CD that call AWS: role name and ServiceAccount. Their policies are in policies/<name>/."
  type = map(object({
    role_name       = string
    namespace       = string
    service_account = string
  }))

  validation {
    condition     = !(contains(keys(var.controllers), "cluster-autoscaler") && contains(keys(var.controllers), "karpenter"))
    error_message = "The cluster autoscaler and Karpenter would undo each other's work: choose one."
  }
}

variable "eks_addon_roles" {
  description = "EKS's own add-ons that call AWS and are installed: the name of each one's role, and its ServiceAccount."
  type = map(object({
    role_name       = string
    namespace       = string
    service_account = string
  }))
}

variable "karpenter" {
  description = "Names that Karpenter is configured with: the nodes' role and instance profile, the queue of interruptions."
  type = object({
    node_role_name = string
    queue          = string
  })
}

variable "observability" {
  description = "Logs, alarms, cost."
  type = object({
    log_retention_in_days = number
    alarm_emails          = set(string)
    runbook_url           = string
    load_balancers        = map(string)
    receivers = optional(object({
      topic_arns     = set(string)
      secrets_prefix = string
      secret_names   = set(string)
    }), { topic_arns = [], secrets_prefix = "", secret_names = [] })
    budget = optional(object({
      monthly_usd = number
      emails      = set(string)
    }))
  })
}

variable "pipeline" {
  description = "The GitHub repository and branch whose workflows may push images, or run Terraform; null when nothing outside may."
  type = object({
    role_name            = optional(string)
    github_owner         = string
    github_repository    = string
    github_ids           = optional(object({ owner = string, repository = string }))
    branch               = string
    create_oidc_provider = bool
    terraform = optional(object({
      plan_role_name    = string
      apply_role_name   = string
      plan_policy_arns  = set(string)
      apply_policy_arns = set(string)
      state             = object({ bucket = string, key = string })
    }))
  })
  default = null
}
