locals {
  public_subnets  = zipmap(var.availability_zones, var.public_subnets)
  private_subnets = zipmap(var.availability_zones, var.private_subnets)

  nat_zones = slice(var.availability_zones, 0, { one-per-az = length(var.availability_zones), single = 1, none = 0 }[var.nat_gateways])

  # Each private subnet leaves through the gateway of its own zone, or through the only one.
  nat_zone_of = length(local.nat_zones) == 0 ? {} : { for zone in var.availability_zones : zone => contains(local.nat_zones, zone) ? zone : local.nat_zones[0] }
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# The default group would let everything in it talk to everything else in it: declared without rules, it is emptied.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-default-unused" }
}

resource "aws_subnet" "public" {
  for_each = local.public_subnets

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = {
    Name                     = "${var.name}-public-${each.key}"
    "kubernetes.io/role/elb" = "1"
  }
}

resource "aws_subnet" "private" {
  for_each = local.private_subnets

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = merge(var.private_subnet_tags, {
    Name                              = "${var.name}-private-${each.key}"
    "kubernetes.io/role/internal-elb" = "1"
  })
}
