# Who makes roles and writes their policies could give itself anything by a role of its own making. What holds that is the boundary
# of permissions, where the environment names one; and everywhere, that neither pipeline role can be touched.

locals {
  iam_arn = "${local.arn}:iam::${var.aws.account_id}"

  # Roles of pods have names of the user's choice: all roles below the path, by their tags.
  roles_arn     = "${local.iam_arn}:role${var.iam.path}*"
  pipeline_arns = [for name in [var.plan_role_name, var.apply_role_name] : "${local.iam_arn}:role${var.iam.path}${name}"]

  boundary = var.iam.permissions_boundary == null ? {} : { "iam:PermissionsBoundary" = var.iam.permissions_boundary }

  identities = {
    MakeRoles = {
      Action    = "iam:CreateRole"
      Resource  = local.roles_arn
      Condition = { StringEquals = merge(local.as_ours.StringEquals, local.boundary) }
    }
    # IAM asks for it beside the role's making, too.
    TagRolesAsOurs = {
      Action    = "iam:TagRole"
      Resource  = local.roles_arn
      Condition = local.as_ours
    }
    WritePoliciesOfRoles = {
      Action    = ["iam:DeleteRolePolicy", "iam:PutRolePolicy"]
      Resource  = local.roles_arn
      Condition = { StringEquals = merge(local.of_ours.StringEquals, local.boundary) }
    }
    GiveRolesManagedPolicies = {
      Action   = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
      Resource = local.roles_arn
      Condition = {
        StringEquals = merge(local.of_ours.StringEquals, local.boundary)
        ArnEquals    = { "iam:PolicyARN" = [for policy in local.managed_policies : "${local.arn}:iam::aws:policy/${policy}"] }
      }
    }
    KeepRoles = {
      Action = [
        "iam:DeleteRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ]
      Resource  = local.roles_arn
      Condition = local.of_ours
    }
    HandRolesToServices = {
      Action    = "iam:PassRole"
      Resource  = [for prefix in var.prefixes : "${local.iam_arn}:role${var.iam.path}${prefix}-*"]
      Condition = { StringEquals = { "iam:PassedToService" = local.services } }
    }
    KeepInstanceProfiles = {
      Action = [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
      ]
      Resource = [for prefix in var.prefixes : "${local.iam_arn}:instance-profile${var.iam.path}${prefix}-*"]
    }
    KeepTheClustersIssuer = {
      Action = [
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ]
      Resource = "${local.iam_arn}:oidc-provider/oidc.eks.${var.aws.region}.*"
    }
    # The first cluster of an account makes them.
    LetServicesMakeTheirRoles = {
      Action    = "iam:CreateServiceLinkedRole"
      Resource  = "${local.iam_arn}:role/aws-service-role/*"
      Condition = { StringEquals = { "iam:AWSServiceName" = ["autoscaling.amazonaws.com", "eks-nodegroup.amazonaws.com", "eks.amazonaws.com", "spot.amazonaws.com"] } }
    }
    NeverThePipelineItself = {
      Effect = "Deny"
      Action = [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PassRole",
        "iam:PutRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ]
      Resource = local.pipeline_arns
    }
  }

  # What the other modules attach.
  managed_policies = [
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSClusterPolicy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "CloudWatchAgentServerPolicy",
    "service-role/AmazonEBSCSIDriverPolicy",
  ]

  # Who is handed a role by the other modules.
  services = [
    "ec2.${var.aws.dns_suffix}",
    "eks.amazonaws.com",
    "pods.eks.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
  ]
}
