locals {
  ec2_arn        = "arn:${var.aws.partition}:ec2:${var.aws.region}"
  own_ec2_arn    = "${local.ec2_arn}:${var.aws.account_id}"
  cluster_tag    = "kubernetes.io/cluster/${var.cluster_name}"
  launched_types = ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"]
  launched_arns  = [for type in local.launched_types : "${local.own_ec2_arn}:${type}/*"]

  tagged_request = {
    StringEquals = {
      "aws:RequestTag/${local.cluster_tag}" = "owned"
      "aws:RequestTag/eks:eks-cluster-name" = var.cluster_name
    }
    StringLike = { "aws:RequestTag/karpenter.sh/nodepool" = "*" }
  }

  tagged_resource = {
    StringEquals = { "aws:ResourceTag/${local.cluster_tag}" = "owned" }
    StringLike   = { "aws:ResourceTag/karpenter.sh/nodepool" = "*" }
  }

  start_nodes_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # Images and snapshots belong to AWS: their ARNs have no account.
        Sid    = "StartFromWhatIsThere"
        Effect = "Allow"
        Action = ["ec2:CreateFleet", "ec2:RunInstances"]
        Resource = concat(
          ["${local.ec2_arn}::image/*", "${local.ec2_arn}::snapshot/*"],
          [for type in ["capacity-reservation", "placement-group", "security-group", "subnet"] : "${local.own_ec2_arn}:${type}/*"],
        )
      },
      {
        Sid       = "StartFromOwnLaunchTemplates"
        Effect    = "Allow"
        Action    = ["ec2:CreateFleet", "ec2:RunInstances"]
        Resource  = "${local.own_ec2_arn}:launch-template/*"
        Condition = local.tagged_resource
      },
      {
        Sid       = "StartOnlyWhatCarriesTheTags"
        Effect    = "Allow"
        Action    = ["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"]
        Resource  = local.launched_arns
        Condition = local.tagged_request
      },
      {
        Sid      = "TagWhatIsStarted"
        Effect   = "Allow"
        Action   = "ec2:CreateTags"
        Resource = local.launched_arns
        Condition = merge(local.tagged_request, {
          StringEquals = merge(local.tagged_request.StringEquals, {
            "ec2:CreateAction" = ["CreateFleet", "CreateLaunchTemplate", "RunInstances"]
          })
        })
      },
      {
        Sid      = "NameOwnInstances"
        Effect   = "Allow"
        Action   = "ec2:CreateTags"
        Resource = "${local.own_ec2_arn}:instance/*"
        Condition = merge(local.tagged_resource, {
          StringEqualsIfExists        = { "aws:RequestTag/eks:eks-cluster-name" = var.cluster_name }
          "ForAllValues:StringEquals" = { "aws:TagKeys" = ["Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim"] }
        })
      },
      {
        Sid       = "EndOwnNodes"
        Effect    = "Allow"
        Action    = ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"]
        Resource  = ["${local.own_ec2_arn}:instance/*", "${local.own_ec2_arn}:launch-template/*"]
        Condition = local.tagged_resource
      },
      {
        # In an account that never had a spot instance, the first one makes this role with the rights of whoever asks for it.
        Sid       = "MakeTheServiceLinkedRoleOfSpot"
        Effect    = "Allow"
        Action    = "iam:CreateServiceLinkedRole"
        Resource  = "arn:${var.aws.partition}:iam::${var.aws.account_id}:role/aws-service-role/spot.amazonaws.com/*"
        Condition = { StringEquals = { "iam:AWSServiceName" = "spot.amazonaws.com" } }
      },
      {
        Sid       = "GiveNodesTheirRole"
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = aws_iam_role.node.arn
        Condition = { StringEquals = { "iam:PassedToService" = ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } }
      },
    ]
  })

  discover_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # None of these calls takes a resource.
        Sid    = "Look"
        Effect = "Allow"
        Action = [
          "ec2:DescribeCapacityReservations",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceStatus",
          "ec2:DescribeInstanceTypeOfferings",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeInstances",
          "ec2:DescribeLaunchTemplates",
          "ec2:DescribePlacementGroups",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSpotPriceHistory",
          "ec2:DescribeSubnets",
        ]
        Resource  = "*"
        Condition = { StringEquals = { "aws:RequestedRegion" = var.aws.region } }
      },
      {
        # The price list has one home for all regions, and profiles have none.
        Sid      = "LookUpPricesAndProfiles"
        Effect   = "Allow"
        Action   = ["iam:ListInstanceProfiles", "pricing:GetProducts"]
        Resource = "*"
      },
      {
        Sid      = "ReadInstanceProfiles"
        Effect   = "Allow"
        Action   = "iam:GetInstanceProfile"
        Resource = "arn:${var.aws.partition}:iam::${var.aws.account_id}:instance-profile/*"
      },
      {
        Sid      = "FindImages"
        Effect   = "Allow"
        Action   = "ssm:GetParameter"
        Resource = "arn:${var.aws.partition}:ssm:${var.aws.region}::parameter/aws/service/*"
      },
      {
        Sid      = "FindTheCluster"
        Effect   = "Allow"
        Action   = "eks:DescribeCluster"
        Resource = "arn:${var.aws.partition}:eks:${var.aws.region}:${var.aws.account_id}:cluster/${var.cluster_name}"
      },
    ]
  })

  receive_interruptions_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReceiveInterruptions"
      Effect   = "Allow"
      Action   = ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
      Resource = aws_sqs_queue.interruptions.arn
    }]
  })
}
