output "vpc_id" {
  description = "ID of the VPC."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "IDs of the public subnets by availability zone, once they reach the internet."
  value       = { for zone, subnet in aws_subnet.public : zone => subnet.id }

  depends_on = [aws_route.public_internet, aws_route_table_association.public]
}

output "private_subnet_ids" {
  description = "IDs of the private subnets by availability zone, once they reach the internet and AWS."
  value       = { for zone, subnet in aws_subnet.private : zone => subnet.id }

  # A node that boots before its way out exists never joins; one that is drained after it is gone hangs.
  depends_on = [
    aws_route.private_internet,
    aws_route_table_association.private,
    aws_vpc_endpoint.s3,
    aws_vpc_endpoint.interface,
    aws_vpc_security_group_ingress_rule.interface_endpoints,
  ]
}

output "nat_gateway_ids" {
  description = "IDs of the NAT gateways by availability zone."
  value       = { for zone, gateway in aws_nat_gateway.this : zone => gateway.id }
}

output "nat_public_ips" {
  description = "Addresses that traffic from the nodes comes from, for other people's allow lists."
  value       = [for address in aws_eip.nat : address.public_ip]
}
