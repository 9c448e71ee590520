mock_provider "aws" {
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:ap-southeast-2:111122223333:demo-alarms" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
}

variables {
  aws                   = { partition = "aws", region = "ap-southeast-2", account_id = "111122223333" }
  cluster_name          = "demo"
  cluster_arn           = "arn:aws:eks:ap-southeast-2:111122223333:cluster/demo"
  logs_key_arn          = "arn:aws:kms:ap-southeast-2:111122223333:key/logs"
  log_retention_in_days = 365
  container_insights    = { role_name = "demo-cloudwatch-agent", namespace = "amazon-cloudwatch", service_account = "cloudwatch-agent", addon_version = "v5.0.0-eksbuild.1", configuration = "{}" }
  services              = { ml-inference = { namespace = "ml-inference", name = "ml-inference-service" }, fraud = { namespace = "fraud", name = "fraud-service" } }
  load_balancers        = { nlb = "AWS/NetworkELB" }
  max_nodes             = 4
  nat_gateway_ids       = { ap-southeast-2a = "nat-a", ap-southeast-2b = "nat-b" }
  runbook_url           = "https://github.com/example/inference-gitops/blob/main/rendered/demo/RUNBOOK.md"
  alarm_emails          = ["oncall@example.com"]
  budget                = { monthly_usd = 400, emails = ["oncall@example.com"] }
}

run "container_insights_writes_to_groups_with_retention_and_a_key" {
  command = apply

  assert {
    condition     = { for kind, group in aws_cloudwatch_log_group.container_insights : kind => group.name } == { for kind in ["application", "dataplane", "host", "performance"] : kind => "/aws/containerinsights/demo/${kind}" }
    error_message = "The agent's four groups, under its own names."
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.container_insights : group.retention_in_days == 365 && group.kms_key_id == var.logs_key_arn])
    error_message = "Retention and key on each."
  }

  assert {
    condition     = one(aws_eks_addon.container_insights["amazon-cloudwatch-observability"].pod_identity_association).service_account == "cloudwatch-agent"
    error_message = "The association belongs inside the add-on."
  }
}

run "alarms_page_for_what_users_feel" {
  command = apply

  assert {
    condition = toset(flatten([
      [for alarm in aws_cloudwatch_metric_alarm.no_healthy_targets : alarm.alarm_name],
      [for alarm in aws_cloudwatch_metric_alarm.no_running_pods : alarm.alarm_name],
      [for alarm in aws_cloudwatch_metric_alarm.nodes_at_maximum : alarm.alarm_name],
      [aws_cloudwatch_metric_alarm.pods_unschedulable.alarm_name],
      [aws_cloudwatch_metric_alarm.api_server_errors.alarm_name],
      [for alarm in aws_cloudwatch_metric_alarm.nat_port_exhaustion : alarm.alarm_name],
      ])) == toset([
      "demo-no-healthy-targets-nlb",
      "demo-no-running-pods",
      "demo-no-running-pods-fraud",
      "demo-nodes-at-maximum",
      "demo-pods-unschedulable",
      "demo-api-server-errors",
      "demo-nat-port-exhaustion-ap-southeast-2a",
      "demo-nat-port-exhaustion-ap-southeast-2b",
    ])
    error_message = "Targets, pods, nodes, API server, each NAT gateway."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.no_running_pods["ml-inference"].alarm_actions == toset([aws_sns_topic.alarms.arn]) && aws_cloudwatch_metric_alarm.no_running_pods["ml-inference"].treat_missing_data == "breaching"
    error_message = "No news of pods is bad news, and somebody is told."
  }

  assert {
    condition     = strcontains(aws_cloudwatch_metric_alarm.pods_unschedulable.alarm_description, var.runbook_url)
    error_message = "Whoever is paged is told where to read on."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.nodes_at_maximum["amazon-cloudwatch-observability"].threshold == 4
    error_message = "The limit is what the node groups allow."
  }
}

run "only_alarms_of_this_account_publish_to_an_encrypted_topic" {
  command = apply

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == var.logs_key_arn
    error_message = "Encrypted."
  }

  assert {
    condition     = jsondecode(aws_sns_topic_policy.alarms.policy).Statement[0].Condition.ArnLike["aws:SourceArn"] == "arn:aws:cloudwatch:ap-southeast-2:111122223333:alarm:*"
    error_message = "Alarms of this account and region."
  }
}

run "a_budget_warns_before_and_after_the_money_is_spent" {
  command = plan

  assert {
    condition     = toset([for notification in aws_budgets_budget.this[0].notification : "${notification.notification_type} ${notification.threshold}"]) == toset(["ACTUAL 80", "ACTUAL 100", "FORECASTED 100"])
    error_message = "At 80 percent, at 100 percent, and when the forecast passes it."
  }
}

run "what_is_not_asked_for_is_not_there" {
  command = plan

  variables {
    container_insights = null
    max_nodes          = null
    budget             = null
    load_balancers     = {}
    alarm_emails       = []
  }

  assert {
    condition     = length(aws_eks_addon.container_insights) == 0 && length(aws_cloudwatch_log_group.container_insights) == 0 && length(aws_budgets_budget.this) == 0 && length(aws_sns_topic_subscription.alarms) == 0 && length(aws_cloudwatch_metric_alarm.no_healthy_targets) == 0
    error_message = "No add-on, no groups, no budget, no subscription."
  }
}
