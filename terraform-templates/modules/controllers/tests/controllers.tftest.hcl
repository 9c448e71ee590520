mock_provider "aws" {}

variables {
  policies_folder = "./tests/policies"

  policy_values = {
    aws = {
      partition  = "aws"
      dns_suffix = "amazonaws.com"
      region     = "ap-southeast-2"
      account_id = "111122223333"
    }

    cluster_name     = "demo-cluster"
    vpc_id           = "vpc-1"
    secrets_prefixes = ["demo/ml-inference"]
    iam              = { path = "/" }
    secrets_key_arn  = "arn:aws:kms:ap-southeast-2:111122223333:key/data"
    existing_secrets = { secret_arns = ["arn:secret"], parameter_arns = ["arn:parameter"], key_arns = ["arn:key"] }
    alerts           = { topic_arns = ["arn:topic"], key_arn = "arn:aws:kms:ap-southeast-2:111122223333:key/logs" }
    karpenter        = { node_role_name = "demo-karpenter-node", queue = "demo-karpenter" }
  }

  oidc_provider = {
    arn    = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
    issuer = "oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
  }

  controllers = {
    demo = { role_name = "demo-cluster-demo", namespace = "kube-system", service_account = "demo" }
  }
}

run "each_file_of_a_controller_is_a_policy_of_its_role" {
  command = plan

  assert {
    condition     = keys(local.policies["demo"]) == ["plain", "read"]
    error_message = "The names of the files are those of the policies."
  }

  assert {
    condition = jsondecode(local.policies["demo"]["read"]).Statement[0].Resource == [
      "aws amazonaws.com ap-southeast-2 111122223333",
      "demo-cluster vpc-1",
      "demo/ml-inference arn:aws:kms:ap-southeast-2:111122223333:key/data",
      "arn:secret arn:parameter arn:key",
      "demo-karpenter-node demo-karpenter",
    ]
    error_message = "A policy can name all values."
  }

  assert {
    condition     = local.policies["demo"]["plain"] == "{\"Statement\":[{\"Resource\":\"vpc-1\"}]}"
    error_message = "A policy may be written as JSON, and is normalised."
  }
}

run "a_controller_without_a_policy_is_refused" {
  command = plan

  variables {
    controllers = { unknown = { role_name = "demo-unknown", namespace = "kube-system", service_account = "unknown" } }
  }

  expect_failures = [var.controllers]
}
