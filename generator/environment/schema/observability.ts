import * as z from 'zod';
import { arn, email, logRetentionDays, secretName } from './common.js';

const sentWith = (what: string) =>
  z.strictObject({
    secret: secretName.describe(`Name of the secret that holds ${what}: Terraform makes it, and you put the value in.`),
  });

const receiver = z.strictObject({
  severity: z.enum(['critical', 'warning']).optional().describe('Which alerts: by default both.'),
  sns: z
    .strictObject({
      topic: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,256}$/, 'must be the name of a topic such as ml-alerts')
        .optional()
        .describe('Name of a topic that exists in this account and region.'),
      arn: arn('sns', 'arn:aws:sns:ap-southeast-2:111122223333:ml-alerts')
        .optional()
        .describe('ARN of a topic that exists elsewhere; its policy has to admit the role.'),
    })
    .optional()
    .describe("A topic of SNS, by a role: by default the alarms', which mails alarmEmails."),
  slack: sentWith('the URL of an incoming webhook').optional().describe('A channel of Slack.'),
  pagerDuty: sentWith('the integration key of Events API v2').optional().describe('A service of PagerDuty.'),
});

export const observability = z
  .strictObject({
    containerInsights: z
      .boolean()
      .describe("CloudWatch Container Insights, by EKS's amazon-cloudwatch-observability add-on."),
    logRetentionDays: logRetentionDays.describe('How long application and performance logs are kept.'),
    alarmEmails: z.array(email).describe('Who is told when an alarm fires. Each address has to confirm once.'),
    receivers: z.array(receiver).default([]).describe('Who is told of alerts, by Alertmanager.'),
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
