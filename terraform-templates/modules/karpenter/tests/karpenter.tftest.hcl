mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:ap-southeast-2:111122223333:demo-karpenter", url = "https://sqs.ap-southeast-2.amazonaws.com/111122223333/demo-karpenter" }
  }
}

variables {
  aws               = { partition = "aws", dns_suffix = "amazonaws.com", region = "ap-southeast-2", account_id = "111122223333" }
  cluster_name      = "demo"
  controller        = { role_name = "demo-karpenter", namespace = "kube-system", service_account = "karpenter" }
  node_role_name    = "demo-karpenter-node"
  queue             = "demo-karpenter"
  security_group_id = "sg-1"

  oidc_provider = {
    arn    = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
    issuer = "oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
  }
}

run "karpenter_starts_and_ends_only_what_carries_this_cluster_s_tag" {
  command = apply

  assert {
    condition = alltrue([
      for statement in jsondecode(local.start_nodes_policy).Statement :
      can(regex("kubernetes.io/cluster/demo", jsonencode(statement.Condition)))
      if contains(flatten([statement.Action]), "ec2:TerminateInstances") || contains(flatten([statement.Action]), "ec2:CreateTags") || contains(flatten([statement.Action]), "ec2:CreateLaunchTemplate")
    ])
    error_message = "Instances, templates and tags of other owners are out of reach."
  }

  assert {
    condition     = [for statement in jsondecode(local.start_nodes_policy).Statement : statement.Resource if statement.Action == "iam:PassRole"] == [aws_iam_role.node.arn]
    error_message = "It may hand out the nodes' role and no other."
  }
}

run "every_kind_of_interruption_reaches_the_queue" {
  command = apply

  assert {
    condition     = length(aws_cloudwatch_event_rule.interruptions) == 5 && alltrue([for target in aws_cloudwatch_event_target.interruptions : target.arn == aws_sqs_queue.interruptions.arn])
    error_message = "Health, spot, rebalance, state and reservation events."
  }

  assert {
    condition     = aws_sqs_queue.interruptions.sqs_managed_sse_enabled && aws_sqs_queue.interruptions.name == "demo-karpenter"
    error_message = "Encrypted, under the name that Karpenter is told."
  }
}

run "nodes_may_join_and_karpenter_makes_no_profile_that_would_outlive_it" {
  command = apply

  assert {
    condition     = aws_eks_access_entry.node.type == "EC2_LINUX" && aws_eks_access_entry.node.principal_arn == aws_iam_role.node.arn
    error_message = "Without an access entry its nodes never join."
  }

  assert {
    condition     = aws_iam_instance_profile.node.name == "demo-karpenter-node" && !can(regex("iam:(Create|Delete|AddRoleTo|RemoveRoleFrom|Tag)InstanceProfile", local.start_nodes_policy))
    error_message = "The profile is Terraform's."
  }
}
