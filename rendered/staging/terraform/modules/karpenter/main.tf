# What Karpenter needs in AWS beside its own role: a role for the nodes that it starts, a queue of interruptions, and
# the tag by which it finds the security group. The network module tags the subnets.

resource "aws_ec2_tag" "discovery" {
  resource_id = var.security_group_id
  key         = "karpenter.sh/discovery"
  value       = var.cluster_name
}
