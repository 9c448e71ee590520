output "alarm_topic_arn" {
  description = "Topic that alarms are published to, for more subscribers (a pager, a chat)."
  value       = aws_sns_topic.alarms.arn
}

output "log_group_names" {
  description = "Log groups of Container Insights by what they hold."
  value       = { for kind, group in aws_cloudwatch_log_group.container_insights : kind => group.name }
}
