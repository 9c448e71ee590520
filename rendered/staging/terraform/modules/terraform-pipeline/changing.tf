# What applying needs, bound to the region, to the names of this environment, and where AWS knows tags, to those of its own.

locals {
  regional = "${var.aws.region}:${var.aws.account_id}"
  arn      = "arn:${var.aws.partition}"

  # By the tags that Terraform gives everything: what carries them already, and what gets them as it is made. So no name of a
  # workload stands here, and a new one needs no other policy.
  of_ours = { StringEquals = { "aws:ResourceTag/Environment" = var.environment, "aws:ResourceTag/Project" = "ml-inference" } }
  as_ours = { StringEquals = { "aws:RequestTag/Environment" = var.environment, "aws:RequestTag/Project" = "ml-inference" } }

  network = {
    # What isn't there yet has no tags: by region and account alone.
    MakeNetworksAndTemplates = {
      Action = [
        "ec2:AllocateAddress",
        "ec2:CreateFlowLogs",
        "ec2:CreateInternetGateway",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateNatGateway",
        "ec2:CreateRouteTable",
        "ec2:CreateSecurityGroup",
        "ec2:CreateSubnet",
        "ec2:CreateVpc",
        "ec2:CreateVpcEndpoint",
        "ec2:DisassociateAddress",
      ]
      Resource = "${local.arn}:ec2:${local.regional}:*"
    }
    TagWhatIsMade = {
      Action   = "ec2:CreateTags"
      Resource = "${local.arn}:ec2:${local.regional}:*"
      Condition = { StringEquals = { "ec2:CreateAction" = [
        "AllocateAddress",
        "AuthorizeSecurityGroupIngress",
        "CreateFlowLogs",
        "CreateInternetGateway",
        "CreateLaunchTemplate",
        "CreateNatGateway",
        "CreateRouteTable",
        "CreateSecurityGroup",
        "CreateSubnet",
        "CreateVpc",
        "CreateVpcEndpoint",
        "RunInstances",
      ] } }
    }
    # EKS makes the group, and Karpenter finds it by a tag of ours.
    TagTheClustersSecurityGroup = {
      Action    = ["ec2:CreateTags", "ec2:DeleteTags"]
      Resource  = "${local.arn}:ec2:${local.regional}:security-group/*"
      Condition = { StringEquals = { "aws:ResourceTag/aws:eks:cluster-name" = var.cluster_name } }
    }
    # EKS lets only those make a node group from a launch template who could start its instances themselves.
    StartInstancesOfTemplates = {
      Action    = "ec2:RunInstances"
      Resource  = ["${local.arn}:ec2:${local.regional}:*", "${local.arn}:ec2:${var.aws.region}::image/*"]
      Condition = { ArnLike = { "ec2:LaunchTemplate" = "${local.arn}:ec2:${local.regional}:launch-template/*" } }
    }
    ChangeWhatIsOurs = {
      Action = [
        "ec2:AssociateRouteTable",
        "ec2:AttachInternetGateway",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateLaunchTemplateVersion",
        "ec2:CreateRoute",
        "ec2:CreateTags",
        "ec2:DeleteFlowLogs",
        "ec2:DeleteInternetGateway",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteLaunchTemplateVersions",
        "ec2:DeleteNatGateway",
        "ec2:DeleteRoute",
        "ec2:DeleteRouteTable",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteSubnet",
        "ec2:DeleteTags",
        "ec2:DeleteVpc",
        "ec2:DeleteVpcEndpoints",
        "ec2:DetachInternetGateway",
        "ec2:DisassociateRouteTable",
        "ec2:ModifyLaunchTemplate",
        "ec2:ModifySecurityGroupRules",
        "ec2:ModifySubnetAttribute",
        "ec2:ModifyVpcAttribute",
        "ec2:ModifyVpcEndpoint",
        "ec2:ReleaseAddress",
        "ec2:ReplaceRoute",
        "ec2:ReplaceRouteTableAssociation",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ]
      Resource  = "${local.arn}:ec2:${local.regional}:*"
      Condition = local.of_ours
    }
  }

  cluster = {
    # EKS knows no resource for it: by the tags that the cluster gets.
    MakeTheCluster = { Action = "eks:CreateCluster", Resource = "*", Condition = local.as_ours }
    RunTheCluster = {
      Action = [
        "eks:AssociateAccessPolicy",
        "eks:AssociateEncryptionConfig",
        "eks:CreateAccessEntry",
        "eks:CreateAddon",
        "eks:CreateNodegroup",
        "eks:CreatePodIdentityAssociation",
        "eks:DeleteAccessEntry",
        "eks:DeleteAddon",
        "eks:DeleteCluster",
        "eks:DeleteNodegroup",
        "eks:DeletePodIdentityAssociation",
        "eks:DisassociateAccessPolicy",
        "eks:TagResource",
        "eks:UntagResource",
        "eks:UpdateAccessEntry",
        "eks:UpdateAddon",
        "eks:UpdateClusterConfig",
        "eks:UpdateClusterVersion",
        "eks:UpdateNodegroupConfig",
        "eks:UpdateNodegroupVersion",
        "eks:UpdatePodIdentityAssociation",
      ]
      Resource = [
        "${local.arn}:eks:${local.regional}:access-entry/${var.cluster_name}/*",
        "${local.arn}:eks:${local.regional}:addon/${var.cluster_name}/*",
        "${local.arn}:eks:${local.regional}:cluster/${var.cluster_name}",
        "${local.arn}:eks:${local.regional}:nodegroup/${var.cluster_name}/*",
        "${local.arn}:eks:${local.regional}:podidentityassociation/${var.cluster_name}/*",
      ]
    }
    # A key has no name of its own when it is made: it has to carry this environment's tags from the start.
    MakeKeys      = { Action = "kms:CreateKey", Resource = "*", Condition = local.as_ours }
    TagKeysAsOurs = { Action = "kms:TagResource", Resource = "${local.arn}:kms:${local.regional}:key/*", Condition = local.as_ours }
    ChangeKeysThatAreOurs = {
      Action = [
        "kms:CancelKeyDeletion",
        "kms:CreateAlias",
        "kms:CreateGrant",
        "kms:DeleteAlias",
        "kms:DisableKeyRotation",
        "kms:EnableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ]
      Resource  = "${local.arn}:kms:${local.regional}:key/*"
      Condition = local.of_ours
    }
    # Of an alias AWS asks twice: for the key, above, and for the name.
    NameKeys = {
      Action   = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"]
      Resource = [for prefix in var.prefixes : "${local.arn}:kms:${local.regional}:alias/${prefix}-*"]
    }
    # SNS, Secrets Manager and ECR ask whether whoever names a key for them may use it.
    UseKeysThatAreOurs = {
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "${local.arn}:kms:${local.regional}:key/*"
      Condition = local.of_ours
    }
  }

  contents = {
    MakeRepositories = {
      Action    = ["ecr:CreateRepository", "ecr:TagResource"]
      Resource  = "${local.arn}:ecr:${local.regional}:repository/*"
      Condition = local.as_ours
    }
    KeepRepositoriesThatAreOurs = {
      Action = [
        "ecr:DeleteLifecyclePolicy",
        "ecr:DeleteRepository",
        "ecr:DeleteRepositoryPolicy",
        "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability",
        "ecr:PutLifecyclePolicy",
        "ecr:SetRepositoryPolicy",
        "ecr:TagResource",
        "ecr:UntagResource",
      ]
      Resource  = "${local.arn}:ecr:${local.regional}:repository/*"
      Condition = local.of_ours
    }
    # Never a value: those are put in by people.
    KeepEmptySecrets = {
      Action = [
        "secretsmanager:CreateSecret",
        "secretsmanager:DeleteSecret",
        "secretsmanager:RestoreSecret",
        "secretsmanager:TagResource",
        "secretsmanager:UntagResource",
        "secretsmanager:UpdateSecret",
      ]
      Resource = [for prefix in var.prefixes : "${local.arn}:secretsmanager:${local.regional}:secret:${prefix}/*"]
    }
    KeepLogGroups = {
      Action = [
        "logs:AssociateKmsKey",
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:DisassociateKmsKey",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ]
      Resource = concat(
        ["${local.arn}:logs:${local.regional}:log-group:/aws/containerinsights/${var.cluster_name}/*", "${local.arn}:logs:${local.regional}:log-group:/aws/eks/${var.cluster_name}/*"],
        [for prefix in var.prefixes : "${local.arn}:logs:${local.regional}:log-group:/aws/vpc/${prefix}/*"],
      )
    }
    # EC2 asks for it when flow logs go to a log group; it knows no resource.
    DeliverFlowLogs = {
      Action    = ["logs:CreateLogDelivery", "logs:DeleteLogDelivery"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestedRegion" = var.aws.region } }
    }
    KeepAlarmsAndTheirTopic = {
      Action = [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
        "sns:TagResource",
        "sns:UntagResource",
      ]
      Resource = flatten([for prefix in var.prefixes : ["${local.arn}:cloudwatch:${local.regional}:alarm:${prefix}-*", "${local.arn}:sns:${local.regional}:${prefix}-alarms"]])
    }
    # SNS knows no resource for what is done to a subscription.
    KeepSubscriptions = {
      Action    = ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestedRegion" = var.aws.region } }
    }
    KeepTheBudget = {
      Action   = ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"]
      Resource = [for prefix in var.prefixes : "${local.arn}:budgets::${var.aws.account_id}:budget/${prefix}-*"]
    }
    KeepKarpentersQueue = {
      Action = [
        "events:DeleteRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
        "events:TagResource",
        "events:UntagResource",
        "sqs:CreateQueue",
        "sqs:DeleteQueue",
        "sqs:SetQueueAttributes",
        "sqs:TagQueue",
        "sqs:UntagQueue",
      ]
      Resource = flatten([for prefix in var.prefixes : ["${local.arn}:events:${local.regional}:rule/${prefix}-*", "${local.arn}:sqs:${local.regional}:${prefix}-*"]])
    }
  }
}
