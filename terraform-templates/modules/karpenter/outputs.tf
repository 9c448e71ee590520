output "instance_profile_name" {
  description = "Instance profile for the EC2NodeClass."
  value       = aws_iam_instance_profile.node.name
}

output "queue_name" {
  description = "Queue of interruptions, for Karpenter's settings."
  value       = aws_sqs_queue.interruptions.name
}
