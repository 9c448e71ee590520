import * as z from 'zod';
import { email, logRetentionDays } from './common.js';

export const observability = z
  .strictObject({
    containerInsights: z
      .boolean()
      .describe("CloudWatch Container Insights, by EKS's amazon-cloudwatch-observability add-on."),
    logRetentionDays: logRetentionDays.describe('How long application and performance logs are kept.'),
    alarmEmails: z.array(email).describe('Who is told when an alarm fires. Each address has to confirm once.'),
    budget: z
      .strictObject({
        monthlyUSD: z.int().min(1).describe('Amount of US dollars a month.'),
        emails: z
          .array(email)
          .min(1)
          .max(10)
          .describe('Who is told at 80 percent, at 100 percent and when the forecast passes it.'),
      })
      .optional()
      .describe('A budget alarm for what this environment costs.'),
  })
  .describe('Logs, metrics, alarms, cost.');
