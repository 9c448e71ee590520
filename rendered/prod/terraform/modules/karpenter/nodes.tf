resource "aws_iam_role" "node" {
  name                 = var.node_role_name
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Nodes that Karpenter starts for ${var.cluster_name}: join the cluster and pull images, nothing else"

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

# A profile that Karpenter makes itself outlives the cluster, and the role can't be deleted then. With this profile in
# the EC2NodeClass (instanceProfile), Karpenter needs no right to make one.
resource "aws_iam_instance_profile" "node" {
  name = var.node_role_name
  role = aws_iam_role.node.name
}

resource "aws_eks_access_entry" "node" {
  cluster_name  = var.cluster_name
  principal_arn = aws_iam_role.node.arn
  type          = "EC2_LINUX"
}
