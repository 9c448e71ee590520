locals {
  cluster_autoscaler_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # None of these calls takes a resource.
        Sid    = "Look"
        Effect = "Allow"
        Action = [
          "autoscaling:DescribeAutoScalingGroups",
          "autoscaling:DescribeAutoScalingInstances",
          "autoscaling:DescribeLaunchConfigurations",
          "autoscaling:DescribeScalingActivities",
          "autoscaling:DescribeTags",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeLaunchTemplateVersions",
          "ec2:GetInstanceTypesFromInstanceRequirements",
        ]
        Resource = "*"
      },
      {
        # EKS puts the tag on the groups of managed nodes.
        Sid       = "ScaleNodesOfThisCluster"
        Effect    = "Allow"
        Action    = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
        Resource  = "arn:${var.aws.partition}:autoscaling:${var.aws.region}:${var.aws.account_id}:autoScalingGroup:*:autoScalingGroupName/*"
        Condition = { StringEquals = { "autoscaling:ResourceTag/k8s.io/cluster-autoscaler/${var.cluster_name}" = "owned" } }
      },
      {
        # Labels and taints of a group without nodes: how it knows whether scaling up from zero would help a pod.
        Sid      = "ReadNodeGroups"
        Effect   = "Allow"
        Action   = "eks:DescribeNodegroup"
        Resource = "arn:${var.aws.partition}:eks:${var.aws.region}:${var.aws.account_id}:nodegroup/${var.cluster_name}/*/*"
      },
    ]
  })
}
