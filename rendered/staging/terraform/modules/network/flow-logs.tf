resource "aws_cloudwatch_log_group" "flow_logs" {
  name              = var.flow_logs.log_group
  retention_in_days = var.flow_logs.retention_in_days
  kms_key_id        = var.logs_key_arn
}

resource "aws_iam_role" "flow_logs" {
  name                 = "${coalesce(var.iam.name_prefix, var.name)}-flow-logs"
  path                 = var.iam.path
  permissions_boundary = var.iam.permissions_boundary
  description          = "Lets the flow logs of ${var.name} write to their log group"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "FlowLogsOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.aws.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${var.aws.partition}:ec2:${var.aws.region}:${var.aws.account_id}:vpc-flow-log/*" }
      }
    }]
  })

  force_detach_policies = true
}

resource "aws_iam_role_policy" "flow_logs" {
  name = "write-flow-logs"
  role = aws_iam_role.flow_logs.name

  # No CreateLogGroup: after a destroy the last records would bring the group back, unencrypted and kept for ever.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteToOneLogGroup"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = [aws_cloudwatch_log_group.flow_logs.arn, "${aws_cloudwatch_log_group.flow_logs.arn}:*"]
    }]
  })
}

resource "aws_flow_log" "this" {
  vpc_id                   = aws_vpc.this.id
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.flow_logs.arn
  iam_role_arn             = aws_iam_role.flow_logs.arn
  max_aggregation_interval = 60

  tags = { Name = var.name }

  depends_on = [aws_iam_role_policy.flow_logs]
}
