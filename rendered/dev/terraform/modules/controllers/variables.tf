variable "oidc_provider" {
  description = "The cluster's OIDC provider: its ARN in IAM, and its issuer without the https:// in front."
  type = object({
    arn    = string
    issuer = string
  })
}

variable "controllers" {
  description = "Installed add-ons that call AWS: the name of each one's role, and its ServiceAccount."
  type = map(object({
    role_name       = string
    namespace       = string
    service_account = string
  }))

  validation {
    condition = alltrue([
      for name in keys(var.controllers) : length(fileset("${var.policies_folder}/${name}", "*.json.tftpl")) > 0
    ])
    error_message = "Each controller needs a policy: <name>/<policy>.json.tftpl in the folder of policies."
  }
}

variable "policies_folder" {
  description = "Folder with a folder for each controller, which holds templates of JSON policies: <policy>.json.tftpl."
  type        = string
}

variable "policy_values" {
  description = "What the templates of policies can name."
  type = object({
    aws = object({
      partition  = string
      dns_suffix = string
      region     = string
      account_id = string
    })
    cluster_name     = string
    vpc_id           = string
    secrets_prefixes = list(string)
    secrets_key_arn  = string
    alerts = object({
      topic_arns = list(string)
      key_arn    = string
    })
    existing_secrets = object({
      secret_arns    = list(string)
      parameter_arns = list(string)
      key_arns       = list(string)
    })
    iam = object({ path = string })
    karpenter = object({
      node_role_name = string
      queue          = string
    })
  })
}

variable "iam" {
  description = "IAM path of roles that are made here, and the policy that bounds them."
  type = object({
    path                 = string
    permissions_boundary = optional(string)
  })
  default = { path = "/" }
}
