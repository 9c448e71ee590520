locals {
  node_groups = { for group in var.node_groups : group.name => group }

  taint_effects = {
    NoSchedule       = "NO_SCHEDULE"
    PreferNoSchedule = "PREFER_NO_SCHEDULE"
    NoExecute        = "NO_EXECUTE"
  }

  architectures = { for name, group in local.node_groups : name => strcontains(group.ami_type, "ARM_64") ? "arm64" : "x86_64" }

  # The volume driver gives nodes this label when they run. The autoscaler reads a group's labels: with it, it knows of a
  # group without nodes that a pod's volume can be mounted there.
  zone_labels = {
    for name, group in local.node_groups : name =>
    length(coalesce(group.zones, [])) == 1 ? { "topology.ebs.csi.aws.com/zone" = one(group.zones) } : {}
  }

  # Bottlerocket keeps its system apart from the volume that images and pods fill.
  data_volumes = { for name, group in local.node_groups : name => startswith(group.ami_type, "BOTTLEROCKET") ? "/dev/xvdb" : "/dev/xvda" }
}

# What AWS calls the newest release of an image, for groups that follow it.
data "aws_ssm_parameter" "newest_release" {
  for_each = { for name, group in local.node_groups : name => group if group.ami_release == "newest" }

  name = (
    startswith(each.value.ami_type, "BOTTLEROCKET")
    ? "/aws/service/bottlerocket/aws-k8s-${var.kubernetes_version}/${local.architectures[each.key]}/latest/image_version"
    : "/aws/service/eks/optimized-ami/${var.kubernetes_version}/amazon-linux-2023/${local.architectures[each.key]}/standard/recommended/release_version"
  )
}

resource "aws_iam_role" "node" {
  name                 = var.node_role_name
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Nodes of ${var.name}: join the cluster and pull images, nothing else"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Ec2"
      Effect    = "Allow"
      Principal = { Service = "ec2.${var.aws.dns_suffix}" }
      Action    = "sts:AssumeRole"
    }]
  })

  force_detach_policies = true
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"])

  role       = aws_iam_role.node.name
  policy_arn = "arn:${var.aws.partition}:iam::aws:policy/${each.value}"
}

resource "aws_launch_template" "node" {
  for_each = local.node_groups

  name_prefix            = "${var.name}-${each.key}-"
  description            = "Nodes of ${var.name}, group ${each.key}"
  update_default_version = true

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
    # One hop: a pod can't reach the node's credentials. Whatever needs AWS has a role of its own.
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = local.data_volumes[each.key]

    ebs {
      volume_type           = "gp3"
      volume_size           = each.value.disk_size_gib
      encrypted             = true
      delete_on_termination = true
    }
  }

  dynamic "block_device_mappings" {
    for_each = local.data_volumes[each.key] == "/dev/xvdb" ? ["/dev/xvda"] : []

    content {
      device_name = block_device_mappings.value

      ebs {
        volume_type           = "gp3"
        encrypted             = true
        delete_on_termination = true
      }
    }
  }

  dynamic "tag_specifications" {
    # The provider's default tags stop at the template: what it launches is tagged here.
    for_each = ["instance", "volume", "network-interface"]

    content {
      resource_type = tag_specifications.value
      tags          = merge(var.tags, { Name = "${var.name}-${each.key}" })
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_eks_node_group" "this" {
  for_each = local.node_groups

  cluster_name = aws_eks_cluster.this.name
  # Another instance type needs another group: the new one takes over before the old one goes.
  node_group_name_prefix = "${each.key}-"
  node_role_arn          = aws_iam_role.node.arn
  subnet_ids             = [for zone, id in var.node_subnet_ids : id if each.value.zones == null || contains(coalesce(each.value.zones, []), zone)]
  # Reads the cluster's version, so that nodes are upgraded after the control plane and in the same apply.
  version         = aws_eks_cluster.this.version
  release_version = each.value.ami_release == "newest" ? data.aws_ssm_parameter.newest_release[each.key].insecure_value : each.value.ami_release
  ami_type        = each.value.ami_type
  capacity_type   = each.value.capacity == "spot" ? "SPOT" : "ON_DEMAND"
  instance_types  = each.value.instance_types
  labels          = merge(local.zone_labels[each.key], each.value.labels)

  launch_template {
    id      = aws_launch_template.node[each.key].id
    version = aws_launch_template.node[each.key].latest_version
  }

  scaling_config {
    min_size     = each.value.min
    max_size     = each.value.max
    desired_size = each.value.min
  }

  update_config {
    max_unavailable_percentage = 33
  }

  node_repair_config {
    enabled = true
  }

  dynamic "taint" {
    for_each = each.value.taints

    content {
      key    = taint.value.key
      value  = taint.value.value
      effect = local.taint_effects[taint.value.effect]
    }
  }

  lifecycle {
    create_before_destroy = true
    # How many nodes there are is the autoscaler's decision after the first apply. The price: EKS refuses a min above the
    # number that is running, so a higher min waits until as many run (see "scale" in the runbook).
    ignore_changes = [scaling_config[0].desired_size]
  }

  depends_on = [
    aws_eks_addon.before_nodes,
    aws_iam_role_policy_attachment.node,
  ]
}
