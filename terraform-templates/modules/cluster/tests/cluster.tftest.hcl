mock_provider "aws" {
  mock_resource "aws_eks_cluster" {
    defaults = {
      arn      = "arn:aws:eks:ap-southeast-2:111122223333:cluster/demo"
      identity = [{ oidc = [{ issuer = "https://oidc.eks.ap-southeast-2.amazonaws.com/id/ABC" }] }]
    }
  }

  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/ABC" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }

  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 7 }
  }

  mock_data "aws_eks_addon_version" {
    defaults = { version = "v1.0.0-eksbuild.1" }
  }
}

variables {
  aws                 = { partition = "aws", dns_suffix = "amazonaws.com" }
  name                = "demo"
  kubernetes_version  = "1.35"
  deletion_protection = true
  node_subnet_ids     = { ap-southeast-2a = "subnet-a", ap-southeast-2b = "subnet-b", ap-southeast-2c = "subnet-c" }

  control_plane_subnet_ids = ["subnet-a", "subnet-b"]

  public_access_cidrs   = ["203.0.113.0/24"]
  access_entries        = [{ principal_arn = "arn:aws:iam::111122223333:role/admin", access = "admin" }, { principal_arn = "arn:aws:iam::111122223333:role/reader", access = "viewer" }]
  log_group             = "/aws/eks/demo/cluster"
  log_retention_in_days = 365
  cluster_key_arn       = "arn:aws:kms:ap-southeast-2:111122223333:key/cluster"
  logs_key_arn          = "arn:aws:kms:ap-southeast-2:111122223333:key/logs"
  node_role_name        = "demo-node"
  tags                  = { Environment = "demo", ManagedBy = "terraform" }

  node_groups = [
    {
      name           = "general"
      instance_types = ["t3.medium"]
      capacity       = "on-demand"
      min            = 1
      max            = 4
      disk_size_gib  = 50
      ami_type       = "AL2023_x86_64_STANDARD"
      labels         = {}
      taints         = []
    },
    {
      name           = "batch"
      instance_types = ["t3.large", "t3a.large"]
      capacity       = "spot"
      min            = 0
      max            = 2
      disk_size_gib  = 100
      ami_type       = "BOTTLEROCKET_x86_64"
      labels         = { purpose = "batch" }
      taints         = [{ key = "batch", value = "true", effect = "NoSchedule" }]
    },
  ]

  addons = {
    vpc-cni                = { version = "most-recent", configuration = "{\"env\":{\"WARM_PREFIX_TARGET\":\"2\"}}" }
    kube-proxy             = { version = "default" }
    coredns                = { version = "v1.13.1-eksbuild.1", configuration = "{\"replicaCount\":3}" }
    eks-pod-identity-agent = { version = "most-recent" }
    aws-ebs-csi-driver     = { version = "most-recent" }
  }
}

run "the_cluster_is_hardened" {
  command = plan

  assert {
    condition     = aws_eks_cluster.this.deletion_protection
    error_message = "A protected environment's cluster must refuse to be deleted."
  }

  assert {
    condition     = aws_eks_cluster.this.access_config[0].authentication_mode == "API" && aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions == false
    error_message = "Access is declared; whoever runs the first apply gets nothing by it."
  }

  assert {
    condition     = aws_eks_cluster.this.enabled_cluster_log_types == toset(["api", "audit", "authenticator", "controllerManager", "scheduler"])
    error_message = "All five control-plane logs."
  }

  assert {
    condition     = one(aws_eks_cluster.this.encryption_config[0].resources) == "secrets" && aws_eks_cluster.this.encryption_config[0].provider[0].key_arn == var.cluster_key_arn
    error_message = "Kubernetes Secrets must be encrypted with the environment's key."
  }

  assert {
    condition     = aws_eks_cluster.this.bootstrap_self_managed_addons == false && aws_eks_cluster.this.upgrade_policy[0].support_type == "STANDARD"
    error_message = "EKS must neither install add-ons of its own nor keep an old version for extra money."
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && aws_eks_cluster.this.vpc_config[0].endpoint_public_access && aws_eks_cluster.this.vpc_config[0].public_access_cidrs == toset(["203.0.113.0/24"])
    error_message = "The private endpoint always, the public one for listed ranges."
  }

  assert {
    condition     = aws_cloudwatch_log_group.control_plane.name == "/aws/eks/demo/cluster" && aws_cloudwatch_log_group.control_plane.retention_in_days == 365 && aws_cloudwatch_log_group.control_plane.kms_key_id == var.logs_key_arn
    error_message = "The group that EKS writes to must have retention and a key."
  }
}

run "services_have_the_range_that_is_given" {
  command = plan

  variables {
    service_cidr = "172.30.0.0/16"
  }

  assert {
    condition     = aws_eks_cluster.this.kubernetes_network_config[0].service_ipv4_cidr == "172.30.0.0/16"
    error_message = "The range of Services must be the environment's."
  }
}

run "without_public_ranges_there_is_no_public_endpoint" {
  command = plan

  variables {
    public_access_cidrs = []
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "Private only."
  }
}

run "principals_get_what_they_were_declared_for" {
  command = plan

  assert {
    condition = { for principal, association in aws_eks_access_policy_association.this : principal => association.policy_arn } == {
      "arn:aws:iam::111122223333:role/admin"  = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
      "arn:aws:iam::111122223333:role/reader" = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    }
    error_message = "Admins administer, viewers view."
  }
}

run "the_network_plugin_enforces_policies_hands_out_prefixes_and_has_a_role_of_its_own" {
  command = apply

  assert {
    condition     = jsondecode(aws_eks_addon.before_nodes["vpc-cni"].configuration_values) == { enableNetworkPolicy = "true", env = { ENABLE_PREFIX_DELEGATION = "true", WARM_PREFIX_TARGET = "2" } }
    error_message = "The environment's configuration goes over ours, entry by entry."
  }

  assert {
    condition     = aws_eks_addon.before_nodes["vpc-cni"].service_account_role_arn == module.cni_role.arn
    error_message = "aws-node must not live off the node's role."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.node) == ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy"]
    error_message = "Nodes may join and pull, nothing else."
  }
}

run "another_zone_brings_nodes_and_leaves_the_control_plane_alone" {
  command = plan

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].subnet_ids == toset(["subnet-a", "subnet-b"])
    error_message = "EKS refuses to move its interfaces to another set of zones."
  }

  assert {
    condition     = alltrue([for group in aws_eks_node_group.this : group.subnet_ids == toset(["subnet-a", "subnet-b", "subnet-c"])])
    error_message = "Nodes spread over all zones."
  }
}

run "add_on_versions_are_pinned_or_looked_up_by_choice" {
  command = plan

  assert {
    condition     = { for name, version in data.aws_eks_addon_version.this : name => version.most_recent } == { vpc-cni = true, kube-proxy = false, eks-pod-identity-agent = true, aws-ebs-csi-driver = true }
    error_message = "default asks for EKS's default, most-recent for the newest, an exact version for nothing."
  }

  assert {
    condition     = aws_eks_addon.coredns.addon_version == "v1.13.1-eksbuild.1" && jsondecode(aws_eks_addon.coredns.configuration_values).replicaCount == 3
    error_message = "A pinned version and its configuration must arrive."
  }
}

run "nodes_are_hardened" {
  command = plan

  assert {
    condition     = alltrue([for template in aws_launch_template.node : template.metadata_options[0].http_tokens == "required" && template.metadata_options[0].http_put_response_hop_limit == 1])
    error_message = "IMDSv2, one hop."
  }

  assert {
    condition     = alltrue(flatten([for template in aws_launch_template.node : [for volume in template.block_device_mappings : volume.ebs[0].encrypted == "true" && volume.ebs[0].volume_type == "gp3"]]))
    error_message = "Every volume is encrypted gp3."
  }

  assert {
    condition     = { for volume in aws_launch_template.node["batch"].block_device_mappings : volume.device_name => volume.ebs[0].volume_size }["/dev/xvdb"] == 100
    error_message = "On Bottlerocket the size is that of the data volume."
  }

  assert {
    condition     = alltrue([for template in aws_launch_template.node : length(template.tag_specifications) == 3])
    error_message = "Instances, volumes and network interfaces carry the environment's tags."
  }
}

run "node_groups_are_what_the_environment_says" {
  command = apply

  assert {
    condition     = aws_eks_node_group.this["general"].capacity_type == "ON_DEMAND" && aws_eks_node_group.this["batch"].capacity_type == "SPOT"
    error_message = "Spot is a group of its own."
  }

  assert {
    condition     = one(aws_eks_node_group.this["batch"].taint).effect == "NO_SCHEDULE" && aws_eks_node_group.this["batch"].labels == tomap({ purpose = "batch" })
    error_message = "Kubernetes' words for taints must arrive as EKS's."
  }

  assert {
    condition     = alltrue([for group in aws_eks_node_group.this : group.launch_template[0].version == "7" && group.node_repair_config[0].enabled && group.update_config[0].max_unavailable_percentage == 33])
    error_message = "A numbered template version (never $Latest), auto-repair, a third at a time."
  }

  assert {
    condition     = alltrue([for group in aws_eks_node_group.this : group.version == "1.35"])
    error_message = "Nodes follow the control plane's version."
  }
}

run "no_volume_driver_unless_something_needs_a_volume" {
  command = plan

  assert {
    condition     = length(aws_eks_addon.ebs_csi) == 0
    error_message = "Not asked for."
  }
}

run "the_volume_driver_gets_its_role_inside_the_add_on" {
  command = apply

  variables {
    ebs_csi = { role_name = "demo-ebs-csi", namespace = "kube-system", service_account = "ebs-csi-controller-sa" }
  }

  assert {
    condition     = one(aws_eks_addon.ebs_csi["aws-ebs-csi-driver"].pod_identity_association).service_account == "ebs-csi-controller-sa"
    error_message = "The association belongs inside the add-on."
  }

  assert {
    condition     = jsondecode(aws_eks_addon.ebs_csi["aws-ebs-csi-driver"].configuration_values).defaultStorageClass.enabled == false
    error_message = "Its own class doesn't ask for encryption: it must not be there."
  }

  assert {
    condition     = jsondecode(aws_eks_addon.ebs_csi["aws-ebs-csi-driver"].configuration_values).controller.extraVolumeTags == { Environment = "demo" }
    error_message = "Volumes carry the tags, and not who manages what Terraform makes."
  }
}

run "a_group_of_one_zone_has_its_nodes_there_and_the_release_that_is_said" {
  command = plan

  variables {
    node_groups = [{
      name           = "zonal"
      instance_types = ["t3.medium"]
      capacity       = "on-demand"
      min            = 1
      max            = 1
      disk_size_gib  = 50
      ami_type       = "AL2023_x86_64_STANDARD"
      ami_release    = "1.35.7-20260903"
      zones          = [sort(keys(var.node_subnet_ids))[0]]
      labels         = {}
      taints         = []
    }]
  }

  assert {
    condition     = aws_eks_node_group.this["zonal"].subnet_ids == toset([var.node_subnet_ids[sort(keys(var.node_subnet_ids))[0]]])
    error_message = "A volume that is in one zone finds a node there."
  }

  assert {
    condition     = aws_eks_node_group.this["zonal"].labels == tomap({ "topology.ebs.csi.aws.com/zone" = sort(keys(var.node_subnet_ids))[0] })
    error_message = "Without nodes, a group says by its label which volumes can be mounted on them."
  }

  assert {
    condition     = aws_eks_node_group.this["zonal"].release_version == "1.35.7-20260903"
    error_message = "The release is pinned."
  }
}

run "a_group_that_follows_has_the_release_that_aws_calls_newest" {
  command = plan

  override_data {
    target = data.aws_ssm_parameter.newest_release
    values = { insecure_value = "1.35.9-20261120" }
  }

  variables {
    node_groups = [{
      name           = "following"
      instance_types = ["t4g.medium"]
      capacity       = "on-demand"
      min            = 1
      max            = 1
      disk_size_gib  = 50
      ami_type       = "AL2023_ARM_64_STANDARD"
      ami_release    = "newest"
      labels         = {}
      taints         = []
    }]
  }

  assert {
    condition     = data.aws_ssm_parameter.newest_release["following"].name == "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/arm64/standard/recommended/release_version"
    error_message = "It asks for this version and these processors."
  }

  assert {
    condition     = aws_eks_node_group.this["following"].release_version == "1.35.9-20261120"
    error_message = "The release is the one that AWS names."
  }
}

run "the_volume_drivers_own_configuration_is_kept" {
  command = apply

  variables {
    ebs_csi = { role_name = "demo-ebs-csi", namespace = "kube-system", service_account = "ebs-csi-controller-sa" }
    addons  = merge(var.addons, { aws-ebs-csi-driver = { version = "most-recent", configuration = jsonencode({ controller = { replicaCount = 3 } }) } })
  }

  assert {
    condition     = jsondecode(aws_eks_addon.ebs_csi["aws-ebs-csi-driver"].configuration_values).controller.replicaCount == 3
    error_message = "What the environment says is merged over."
  }
}

run "only_tainted_nodes_are_refused" {
  command = plan

  variables {
    node_groups = [{
      name           = "tainted"
      instance_types = ["t3.medium"]
      capacity       = "on-demand"
      min            = 1
      max            = 1
      disk_size_gib  = 50
      ami_type       = "AL2023_x86_64_STANDARD"
      labels         = {}
      taints         = [{ key = "gpu", effect = "NoSchedule" }]
    }]
  }

  expect_failures = [var.node_groups]
}

run "the_same_principal_twice_is_refused" {
  command = plan

  variables {
    access_entries = [{ principal_arn = "arn:aws:iam::111122223333:role/admin", access = "admin" }, { principal_arn = "arn:aws:iam::111122223333:role/admin", access = "viewer" }]
  }

  expect_failures = [var.access_entries]
}
