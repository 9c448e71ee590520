# Before the cluster: EKS would create the group itself, without retention and without a key.
resource "aws_cloudwatch_log_group" "control_plane" {
  name              = var.log_group
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.logs_key_arn
}

resource "aws_iam_role" "cluster" {
  name                 = "${coalesce(var.iam.name_prefix, var.name)}-control-plane"
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Lets EKS manage what the control plane of ${var.name} needs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Eks"
      Effect    = "Allow"
      Principal = { Service = "eks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  force_detach_policies = true
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:${var.aws.partition}:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_eks_cluster" "this" {
  name                          = var.name
  version                       = var.kubernetes_version
  role_arn                      = aws_iam_role.cluster.arn
  deletion_protection           = var.deletion_protection
  bootstrap_self_managed_addons = false
  enabled_cluster_log_types     = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  access_config {
    # Who may use the Kubernetes API is what access.tf declares. A creator-admin would be whoever happened to run the first apply.
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = var.cluster_key_arn
    }
  }

  upgrade_policy {
    # EXTENDED would keep an old version running, at six times the price, instead of upgrading it.
    support_type = "STANDARD"
  }

  vpc_config {
    subnet_ids              = var.control_plane_subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = length(var.public_access_cidrs) > 0
    public_access_cidrs     = length(var.public_access_cidrs) > 0 ? var.public_access_cidrs : null
  }

  dynamic "kubernetes_network_config" {
    for_each = var.service_cidr == null ? [] : [var.service_cidr]

    content {
      service_ipv4_cidr = kubernetes_network_config.value
    }
  }

  depends_on = [aws_cloudwatch_log_group.control_plane, aws_iam_role_policy_attachment.cluster]
}

resource "aws_iam_openid_connect_provider" "this" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]

  tags = { Name = var.name }
}

locals {
  oidc_provider = {
    arn    = aws_iam_openid_connect_provider.this.arn
    issuer = trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")
  }
}
