# One role for each controller that Argo CD installs and that calls AWS, bound to that controller's ServiceAccount.
# Karpenter has a module of its own: it needs more than a role.

locals {
  policies = {
    aws-load-balancer-controller = local.load_balancer_controller_policy
    cluster-autoscaler           = local.cluster_autoscaler_policy
    external-secrets             = local.external_secrets_policy
  }
}

module "role" {
  source   = "../service-account-role"
  for_each = var.controllers

  name            = each.value.role_name
  oidc_provider   = var.oidc_provider
  namespace       = each.value.namespace
  service_account = each.value.service_account
  policies        = { (each.key) = local.policies[each.key] }
}
