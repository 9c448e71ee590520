mock_provider "aws" {}

variables {
  aws              = { partition = "aws", dns_suffix = "amazonaws.com", region = "ap-southeast-2", account_id = "111122223333" }
  cluster_name     = "demo"
  vpc_id           = "vpc-1"
  secrets_prefixes = ["demo/ml-inference"]
  secrets_key_arn  = "arn:aws:kms:ap-southeast-2:111122223333:key/data"

  oidc_provider = {
    arn    = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
    issuer = "oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
  }

  controllers = {
    aws-load-balancer-controller = { role_name = "demo-aws-load-balancer-controller", namespace = "kube-system", service_account = "aws-load-balancer-controller" }
    cluster-autoscaler           = { role_name = "demo-cluster-autoscaler", namespace = "kube-system", service_account = "cluster-autoscaler" }
    external-secrets             = { role_name = "demo-external-secrets", namespace = "external-secrets", service_account = "external-secrets" }
  }
}

run "a_right_on_everything_is_a_right_to_look" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for policy in local.policies : [
        for statement in jsondecode(policy).Statement : [
          for action in flatten([statement.Action]) : can(regex("^[a-z0-9-]+:(Describe|Get|List)", action))
        ] if statement.Resource == "*"
      ]
    ]))
    error_message = "Resource * goes with reading only."
  }

  assert {
    condition = !anytrue(flatten([
      for policy in local.policies : [
        for statement in jsondecode(policy).Statement : [for action in flatten([statement.Action]) : strcontains(action, "*")]
      ]
    ]))
    error_message = "Actions are named one by one."
  }
}

run "the_autoscaler_scales_its_own_cluster_only" {
  command = plan

  assert {
    condition     = jsondecode(local.cluster_autoscaler_policy).Statement[1].Condition == { StringEquals = { "autoscaling:ResourceTag/k8s.io/cluster-autoscaler/demo" = "owned" } }
    error_message = "Writes are bound to the tag that EKS puts on this cluster's groups."
  }

  assert {
    condition     = jsondecode(local.cluster_autoscaler_policy).Statement[2].Resource == "arn:aws:eks:ap-southeast-2:111122223333:nodegroup/demo/*/*"
    error_message = "It reads this cluster's node groups."
  }
}

run "external_secrets_reads_one_prefix" {
  command = plan

  assert {
    condition     = jsondecode(local.external_secrets_policy).Statement[0].Resource == "arn:aws:secretsmanager:ap-southeast-2:111122223333:secret:demo/ml-inference/*"
    error_message = "One prefix."
  }
}

run "a_controller_without_a_policy_is_refused" {
  command = plan

  variables {
    controllers = { unknown = { role_name = "demo-unknown", namespace = "kube-system", service_account = "unknown" } }
  }

  expect_failures = [var.controllers]
}
