# Alarms for what users feel. What they mean inside a pod, Prometheus says (charts/ml-inference): these still fire when
# Prometheus is gone together with the cluster.

locals {
  notify = [aws_sns_topic.alarms.arn]
}

# The load balancers are made in the cluster, so their names are not known here: each query looks at every target group of
# its kind in this account and region, and takes the worst.
resource "aws_cloudwatch_metric_alarm" "no_healthy_targets" {
  for_each = var.load_balancers

  alarm_name          = "${local.prefix}-no-healthy-targets-${each.key}"
  alarm_description   = "A load balancer (${each.value}) has no healthy pod to send requests to: users get errors. Runbook (unhealthy targets): ${var.runbook_url}"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.notify
  ok_actions          = local.notify

  metric_query {
    id          = "healthy"
    label       = "Healthy targets of the worst target group"
    expression  = "SELECT MIN(HealthyHostCount) FROM SCHEMA(\"${each.value}\", LoadBalancer, TargetGroup)"
    period      = 60
    return_data = true
  }
}

# A load balancer reports nothing about a target group that is empty: this one notices when there are no pods at all.
resource "aws_cloudwatch_metric_alarm" "no_running_pods" {
  for_each = var.container_insights == null ? {} : var.services

  # A name that changes is another alarm: the workload that was there before there were several keeps its own.
  alarm_name          = "${local.prefix}-no-running-pods${each.key == "ml-inference" ? "" : "-${each.key}"}"
  alarm_description   = "No pod of ${each.value.namespace}/${each.value.name} is running: users get errors. Runbook (pod not starting): ${var.runbook_url}"
  namespace           = "ContainerInsights"
  metric_name         = "service_number_of_running_pods"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  alarm_actions       = local.notify
  ok_actions          = local.notify

  dimensions = {
    ClusterName = var.cluster_name
    Namespace   = each.value.namespace
    Service     = each.value.name
  }
}

resource "aws_cloudwatch_metric_alarm" "nodes_at_maximum" {
  for_each = var.max_nodes == null ? {} : local.container_insights

  alarm_name          = "${local.prefix}-nodes-at-maximum"
  alarm_description   = "All ${var.max_nodes} nodes that the node groups allow are running: the next pods stay pending. Runbook (scale): ${var.runbook_url}"
  namespace           = "ContainerInsights"
  metric_name         = "cluster_node_count"
  statistic           = "Minimum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = var.max_nodes
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.notify
  ok_actions          = local.notify

  dimensions = { ClusterName = var.cluster_name }
}

# The control plane counts them itself, whatever else runs in the cluster, and whoever scales the nodes.
resource "aws_cloudwatch_metric_alarm" "pods_unschedulable" {
  alarm_name          = "${local.prefix}-pods-unschedulable"
  alarm_description   = "Pods have found no node for 15 minutes: the limit of the node groups or of Karpenter is reached, or AWS has no capacity. Runbook (scale): ${var.runbook_url}"
  namespace           = "AWS/EKS"
  metric_name         = "scheduler_pending_pods_UNSCHEDULABLE"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 15
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.notify
  ok_actions          = local.notify

  dimensions = { ClusterName = var.cluster_name }
}

resource "aws_cloudwatch_metric_alarm" "api_server_errors" {
  alarm_name          = "${local.prefix}-api-server-errors"
  alarm_description   = "More than 1 % of the requests to the Kubernetes API fail: scaling, healing and deployments stall. Runbook (control-plane logs): ${var.runbook_url}"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.notify
  ok_actions          = local.notify

  metric_query {
    id          = "percent"
    label       = "Failed API requests in percent"
    expression  = "100 * errors / requests"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "apiserver_request_total_5XX", requests = "apiserver_request_total" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/EKS"
        metric_name = metric_query.value
        dimensions  = { ClusterName = var.cluster_name }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "nat_port_exhaustion" {
  for_each = var.nat_gateway_ids

  alarm_name          = "${local.prefix}-nat-port-exhaustion-${each.key}"
  alarm_description   = "The NAT gateway in ${each.key} has no free port left: new connections out of the VPC fail. Interface endpoints take load off it. Runbook: ${var.runbook_url}"
  namespace           = "AWS/NATGateway"
  metric_name         = "ErrorPortAllocation"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.notify
  ok_actions          = local.notify

  dimensions = { NatGatewayId = each.value }
}
