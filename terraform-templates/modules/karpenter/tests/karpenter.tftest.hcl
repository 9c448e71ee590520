mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = {
      arn = "arn:aws:sqs:ap-southeast-2:111122223333:demo-karpenter"
      url = "https://sqs.ap-southeast-2.amazonaws.com/111122223333/demo-karpenter"
    }
  }
}

variables {
  aws = {
    partition  = "aws"
    dns_suffix = "amazonaws.com"
    region     = "ap-southeast-2"
    account_id = "111122223333"
  }

  cluster_name      = "demo"
  node_role_name    = "demo-karpenter-node"
  queue             = "demo-karpenter"
  security_group_id = "sg-1"
}

run "every_kind_of_interruption_reaches_the_queue" {
  command = apply

  assert {
    condition = length(aws_cloudwatch_event_rule.interruptions) == 5 && alltrue([
      for target in aws_cloudwatch_event_target.interruptions : target.arn == aws_sqs_queue.interruptions.arn
    ])
    error_message = "Health, spot, rebalance, state and reservation events."
  }

  assert {
    condition     = aws_sqs_queue.interruptions.sqs_managed_sse_enabled
    error_message = "The queue is encrypted."
  }

  assert {
    condition     = aws_sqs_queue.interruptions.name == "demo-karpenter"
    error_message = "The queue has the name that Karpenter is told."
  }
}

run "nodes_may_join_with_a_profile_that_terraform_makes" {
  command = apply

  assert {
    condition = (
      aws_eks_access_entry.node.type == "EC2_LINUX" && aws_eks_access_entry.node.principal_arn == aws_iam_role.node.arn
    )
    error_message = "Without an access entry its nodes never join."
  }

  assert {
    condition     = aws_iam_instance_profile.node.name == "demo-karpenter-node"
    error_message = "The profile is Terraform's."
  }
}
