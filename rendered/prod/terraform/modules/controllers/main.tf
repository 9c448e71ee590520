# One role for each add-on that Argo CD installs and that calls AWS, for that add-on's ServiceAccount alone.
# What it may do stands in the add-on's own folder: each file there is an inline policy of the same name.

locals {
  policy_extension = ".json.tftpl"

  policies = {
    for name in keys(var.controllers) : name => {
      for file in fileset("${var.policies_folder}/${name}", "*${local.policy_extension}") :
      trimsuffix(file, local.policy_extension) => jsonencode(jsondecode(
        templatefile("${var.policies_folder}/${name}/${file}", var.policy_values)
      ))
    }
  }
}

module "role" {
  source   = "../service-account-role"
  for_each = var.controllers

  iam             = var.iam
  name            = each.value.role_name
  oidc_provider   = var.oidc_provider
  namespace       = each.value.namespace
  service_account = each.value.service_account
  policies        = local.policies[each.key]
}
