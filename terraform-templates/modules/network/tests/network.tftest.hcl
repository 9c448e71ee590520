mock_provider "aws" {}

variables {
  aws                 = { partition = "aws", region = "ap-southeast-2", account_id = "111122223333" }
  name                = "demo"
  cidr                = "10.0.0.0/16"
  availability_zones  = ["ap-southeast-2a", "ap-southeast-2b"]
  public_subnets      = ["10.0.1.0/24", "10.0.2.0/24"]
  private_subnets     = ["10.0.10.0/24", "10.0.11.0/24"]
  nat_gateways        = "one-per-az"
  interface_endpoints = []
  flow_logs           = { log_group = "/aws/vpc/demo/flow-logs", retention_in_days = 365 }
  logs_key_arn        = "arn:aws:kms:ap-southeast-2:111122223333:key/logs"
}

run "subnets_lie_in_their_zones_and_tell_load_balancers_what_they_are_for" {
  command = plan

  assert {
    condition     = { for zone, subnet in aws_subnet.public : zone => subnet.cidr_block } == { ap-southeast-2a = "10.0.1.0/24", ap-southeast-2b = "10.0.2.0/24" }
    error_message = "Public ranges must follow the order of the zones."
  }

  assert {
    condition     = { for zone, subnet in aws_subnet.private : zone => subnet.cidr_block } == { ap-southeast-2a = "10.0.10.0/24", ap-southeast-2b = "10.0.11.0/24" }
    error_message = "Private ranges must follow the order of the zones."
  }

  assert {
    condition     = alltrue([for zone, subnet in aws_subnet.private : subnet.availability_zone == zone])
    error_message = "A subnet must lie in the zone that it is listed for."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : subnet.tags["kubernetes.io/role/elb"] == "1" && !contains(keys(subnet.tags), "kubernetes.io/role/internal-elb")])
    error_message = "Public subnets take internet-facing load balancers only."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.private : subnet.tags["kubernetes.io/role/internal-elb"] == "1" && !contains(keys(subnet.tags), "kubernetes.io/role/elb")])
    error_message = "Private subnets take internal load balancers only."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : subnet.map_public_ip_on_launch != true])
    error_message = "Nothing gets a public address by being started in a subnet."
  }
}

run "each_zone_leaves_through_its_own_gateway" {
  command = apply

  assert {
    condition     = length(aws_nat_gateway.this) == 2 && alltrue([for zone, route in aws_route.private_internet : route.nat_gateway_id == aws_nat_gateway.this[zone].id])
    error_message = "One-per-az means that no zone depends on another."
  }

  assert {
    condition     = alltrue([for zone, gateway in aws_nat_gateway.this : gateway.subnet_id == aws_subnet.public[zone].id])
    error_message = "A NAT gateway stands in the public subnet of its zone."
  }
}

run "a_single_gateway_serves_all_zones" {
  command = apply

  variables {
    nat_gateways = "single"
  }

  assert {
    condition     = keys(aws_nat_gateway.this) == ["ap-southeast-2a"] && length(aws_eip.nat) == 1
    error_message = "Single means one gateway and one address, in the first zone."
  }

  assert {
    condition     = alltrue([for route in aws_route.private_internet : route.nat_gateway_id == aws_nat_gateway.this["ap-southeast-2a"].id])
    error_message = "Every private subnet must have a way out."
  }
}

run "the_default_security_group_is_empty" {
  command = apply

  override_resource {
    target = aws_default_security_group.this
    values = { ingress = [], egress = [] }
  }

  assert {
    condition     = aws_default_security_group.this.vpc_id == aws_vpc.this.id && length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "The VPC's default security group must be taken over, without rules."
  }
}

run "flow_logs_see_all_traffic_and_are_kept_encrypted" {
  command = plan

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL"
    error_message = "Accepted and rejected traffic both."
  }

  assert {
    condition     = aws_cloudwatch_log_group.flow_logs.name == "/aws/vpc/demo/flow-logs" && aws_cloudwatch_log_group.flow_logs.retention_in_days == 365 && aws_cloudwatch_log_group.flow_logs.kms_key_id == var.logs_key_arn
    error_message = "The log group must have the name, the retention and the key that were asked for."
  }
}

run "s3_is_reached_without_nat_from_every_route_table" {
  command = apply

  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway" && length(aws_vpc_endpoint.s3.route_table_ids) == 3
    error_message = "The S3 gateway endpoint belongs in the public and in both private route tables."
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 0 && length(aws_security_group.interface_endpoints) == 0
    error_message = "Interface endpoints cost by the hour: none unless asked for."
  }
}

run "interface_endpoints_answer_inside_the_vpc_only" {
  command = apply

  variables {
    interface_endpoints = ["ecr.api", "sts"]
  }

  assert {
    condition     = aws_vpc_endpoint.interface["ecr.api"].service_name == "com.amazonaws.ap-southeast-2.ecr.api" && alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled && length(endpoint.subnet_ids) == 2])
    error_message = "Each endpoint must answer under the service's own name, in every zone."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.interface_endpoints[0].cidr_ipv4 == "10.0.0.0/16" && aws_vpc_security_group_ingress_rule.interface_endpoints[0].from_port == 443
    error_message = "HTTPS from the VPC and nothing else."
  }
}

run "zones_of_another_region_are_refused" {
  command = plan

  variables {
    availability_zones = ["us-east-1a", "us-east-1b"]
  }

  expect_failures = [var.availability_zones]
}

run "one_zone_is_refused" {
  command = plan

  variables {
    availability_zones = ["ap-southeast-2a"]
    public_subnets     = ["10.0.1.0/24"]
    private_subnets    = ["10.0.10.0/24"]
  }

  expect_failures = [var.availability_zones]
}

run "without_nat_nothing_leads_out_but_the_endpoints" {
  command = plan

  variables {
    nat_gateways        = "none"
    interface_endpoints = ["sts"]
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 0 && length(aws_route.private_internet) == 0
    error_message = "There is no gateway, no address and no route to the internet."
  }

  assert {
    condition     = length(aws_route_table.private) == 2 && length(aws_vpc_endpoint.interface) == 1
    error_message = "Private subnets keep their route tables, and reach AWS by endpoints."
  }
}

run "an_unknown_kind_of_nat_is_refused" {
  command = plan

  variables {
    nat_gateways = "several"
  }

  expect_failures = [var.nat_gateways]
}
