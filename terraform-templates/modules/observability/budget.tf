# Of the whole account: a filter by tag would need the payer to switch on cost allocation tags first, and would see nothing
# until then.
resource "aws_budgets_budget" "this" {
  count = var.budget == null ? 0 : 1

  name         = "${coalesce(var.iam.name_prefix, var.cluster_name)}-monthly"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(var.budget.monthly_usd)
  limit_unit   = "USD"

  dynamic "notification" {
    for_each = {
      spent80  = { type = "ACTUAL", percent = 80 }
      spent100 = { type = "ACTUAL", percent = 100 }
      forecast = { type = "FORECASTED", percent = 100 }
    }

    content {
      notification_type          = notification.value.type
      threshold                  = notification.value.percent
      threshold_type             = "PERCENTAGE"
      comparison_operator        = "GREATER_THAN"
      subscriber_email_addresses = var.budget.emails
    }
  }
}
