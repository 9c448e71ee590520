# What the AWS Load Balancer Controller calls, narrowed to what carries this cluster's tag wherever AWS lets a tag decide.
# Shield, WAF and Cognito can be attached to an ALB by annotations that this project never writes: reading is enough.

locals {
  ec2_arn = "arn:${var.aws.partition}:ec2:${var.aws.region}:${var.aws.account_id}"
  elb_arn = "arn:${var.aws.partition}:elasticloadbalancing:${var.aws.region}:${var.aws.account_id}"

  owner_tag = "elbv2.k8s.aws/cluster"

  load_balancer_controller_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # None of these calls takes a resource.
        Sid    = "Look"
        Effect = "Allow"
        Action = [
          "acm:ListCertificates",
          "ec2:DescribeAccountAttributes",
          "ec2:DescribeAddresses",
          "ec2:DescribeAvailabilityZones",
          "ec2:DescribeInstances",
          "ec2:DescribeInternetGateways",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeRouteTables",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeTags",
          "ec2:DescribeVpcPeeringConnections",
          "ec2:DescribeVpcs",
          "elasticloadbalancing:DescribeCapacityReservation",
          "elasticloadbalancing:DescribeListenerAttributes",
          "elasticloadbalancing:DescribeListenerCertificates",
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancerAttributes",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeSSLPolicies",
          "elasticloadbalancing:DescribeTags",
          "elasticloadbalancing:DescribeTargetGroupAttributes",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
          "elasticloadbalancing:DescribeTrustStores",
          "shield:GetSubscriptionState",
        ]
        Resource = "*"
      },
      {
        Sid      = "LookAtCertificates"
        Effect   = "Allow"
        Action   = "acm:DescribeCertificate"
        Resource = "arn:${var.aws.partition}:acm:${var.aws.region}:${var.aws.account_id}:certificate/*"
      },
      {
        Sid      = "LookForSecurityGroupsInThisVpc"
        Effect   = "Allow"
        Action   = "ec2:GetSecurityGroupsForVpc"
        Resource = "${local.ec2_arn}:vpc/${var.vpc_id}"
      },
      {
        # It asks whether somebody protected an ALB, each time it looks after one.
        Sid    = "LookForShieldAndFirewalls"
        Effect = "Allow"
        Action = ["shield:DescribeProtection", "waf-regional:GetWebACLForResource", "wafv2:GetWebACLForResource"]
        Resource = [
          "arn:${var.aws.partition}:shield::${var.aws.account_id}:protection/*",
          "arn:${var.aws.partition}:waf-regional:${var.aws.region}:${var.aws.account_id}:*",
          "arn:${var.aws.partition}:wafv2:${var.aws.region}:${var.aws.account_id}:*",
          "${local.elb_arn}:loadbalancer/app/*",
        ]
      },
      {
        Sid       = "MakeTheServiceLinkedRoleOfElb"
        Effect    = "Allow"
        Action    = "iam:CreateServiceLinkedRole"
        Resource  = "arn:${var.aws.partition}:iam::${var.aws.account_id}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*"
        Condition = { StringEquals = { "iam:AWSServiceName" = "elasticloadbalancing.amazonaws.com" } }
      },
      {
        Sid      = "MakeSecurityGroupsInThisVpc"
        Effect   = "Allow"
        Action   = "ec2:CreateSecurityGroup"
        Resource = "${local.ec2_arn}:vpc/${var.vpc_id}"
      },
      {
        Sid       = "MakeSecurityGroupsWithTheTag"
        Effect    = "Allow"
        Action    = "ec2:CreateSecurityGroup"
        Resource  = "${local.ec2_arn}:security-group/*"
        Condition = { StringEquals = { "aws:RequestTag/${local.owner_tag}" = var.cluster_name } }
      },
      {
        Sid      = "TagSecurityGroupsAsTheyAreMade"
        Effect   = "Allow"
        Action   = "ec2:CreateTags"
        Resource = "${local.ec2_arn}:security-group/*"
        Condition = {
          StringEquals = {
            "ec2:CreateAction"                  = "CreateSecurityGroup"
            "aws:RequestTag/${local.owner_tag}" = var.cluster_name
          }
        }
      },
      {
        # The owner's tag itself can't be moved: a request that sets it is not this statement's.
        Sid      = "RetagOwnSecurityGroups"
        Effect   = "Allow"
        Action   = ["ec2:CreateTags", "ec2:DeleteTags"]
        Resource = "${local.ec2_arn}:security-group/*"
        Condition = {
          StringEquals = { "aws:ResourceTag/${local.owner_tag}" = var.cluster_name }
          Null         = { "aws:RequestTag/${local.owner_tag}" = "true" }
        }
      },
      {
        Sid       = "ChangeOwnSecurityGroups"
        Effect    = "Allow"
        Action    = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress", "ec2:DeleteSecurityGroup"]
        Resource  = "${local.ec2_arn}:security-group/*"
        Condition = { StringEquals = { "aws:ResourceTag/${local.owner_tag}" = var.cluster_name } }
      },
      {
        # The nodes' group, which EKS made and tagged: load balancers are let in there.
        Sid       = "OpenTheNodesToLoadBalancers"
        Effect    = "Allow"
        Action    = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]
        Resource  = "${local.ec2_arn}:security-group/*"
        Condition = { StringEquals = { "aws:ResourceTag/kubernetes.io/cluster/${var.cluster_name}" = "owned" } }
      },
      {
        Sid       = "MakeLoadBalancersWithTheTag"
        Effect    = "Allow"
        Action    = ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"]
        Resource  = ["${local.elb_arn}:loadbalancer/*", "${local.elb_arn}:targetgroup/*"]
        Condition = { StringEquals = { "aws:RequestTag/${local.owner_tag}" = var.cluster_name } }
      },
      {
        Sid      = "TagThemAsTheyAreMade"
        Effect   = "Allow"
        Action   = "elasticloadbalancing:AddTags"
        Resource = ["${local.elb_arn}:loadbalancer/*", "${local.elb_arn}:targetgroup/*"]
        Condition = {
          StringEquals = {
            "elasticloadbalancing:CreateAction" = ["CreateLoadBalancer", "CreateTargetGroup"]
            "aws:RequestTag/${local.owner_tag}" = var.cluster_name
          }
        }
      },
      {
        Sid      = "RetagOwnLoadBalancers"
        Effect   = "Allow"
        Action   = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"]
        Resource = ["${local.elb_arn}:loadbalancer/*", "${local.elb_arn}:targetgroup/*"]
        Condition = {
          StringEquals = { "aws:ResourceTag/${local.owner_tag}" = var.cluster_name }
          Null         = { "aws:RequestTag/${local.owner_tag}" = "true" }
        }
      },
      {
        Sid    = "ChangeOwnLoadBalancers"
        Effect = "Allow"
        Action = [
          "elasticloadbalancing:DeleteLoadBalancer",
          "elasticloadbalancing:DeleteTargetGroup",
          "elasticloadbalancing:ModifyCapacityReservation",
          "elasticloadbalancing:ModifyLoadBalancerAttributes",
          "elasticloadbalancing:ModifyTargetGroup",
          "elasticloadbalancing:ModifyTargetGroupAttributes",
          "elasticloadbalancing:SetIpAddressType",
          "elasticloadbalancing:SetSecurityGroups",
          "elasticloadbalancing:SetSubnets",
        ]
        Resource  = ["${local.elb_arn}:loadbalancer/*", "${local.elb_arn}:targetgroup/*"]
        Condition = { StringEquals = { "aws:ResourceTag/${local.owner_tag}" = var.cluster_name } }
      },
      {
        # Listeners, rules and registrations are checked by AWS against resources that don't carry the tag in every case.
        Sid    = "RouteTraffic"
        Effect = "Allow"
        Action = [
          "elasticloadbalancing:AddListenerCertificates",
          "elasticloadbalancing:AddTags",
          "elasticloadbalancing:CreateListener",
          "elasticloadbalancing:CreateRule",
          "elasticloadbalancing:DeleteListener",
          "elasticloadbalancing:DeleteRule",
          "elasticloadbalancing:ModifyListener",
          "elasticloadbalancing:ModifyListenerAttributes",
          "elasticloadbalancing:ModifyRule",
          "elasticloadbalancing:RemoveListenerCertificates",
          "elasticloadbalancing:RemoveTags",
          "elasticloadbalancing:SetRulePriorities",
        ]
        Resource = ["${local.elb_arn}:listener/*", "${local.elb_arn}:listener-rule/*"]
      },
      {
        Sid      = "AddListeners"
        Effect   = "Allow"
        Action   = "elasticloadbalancing:CreateListener"
        Resource = "${local.elb_arn}:loadbalancer/*"
      },
      {
        Sid      = "RegisterPods"
        Effect   = "Allow"
        Action   = ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"]
        Resource = "${local.elb_arn}:targetgroup/*"
      },
    ]
  })
}
