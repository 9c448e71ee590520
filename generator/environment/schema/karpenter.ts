import * as z from 'zod';
import { dnsLabel, quantity } from './common.js';

const budget = z.strictObject({
  nodes: z
    .string()
    .regex(/^((100|[1-9]?[0-9])%|[0-9]+)$/, 'must be a number of nodes or a share, such as "1" or "10%"')
    .describe('Most nodes that Karpenter may end at the same time.'),
  schedule: z.string().max(120).optional().describe('When that holds, as cron in UTC; always where it is left out.'),
  duration: z
    .string()
    .regex(/^([0-9]+(m|h))+$/, 'must be a duration such as 8h or 1h30m')
    .optional()
    .describe('For how long, from each time of the schedule.'),
});

const pool = z.strictObject({
  categories: z
    .array(z.string().regex(/^[a-z]{1,4}$/, 'must be the letters of an instance category such as m'))
    .min(1)
    .default(['c', 'm', 'r', 't'])
    .describe('Categories of instance types, as their names begin: general m, compute c, memory r.'),
  architectures: z
    .array(z.enum(['amd64', 'arm64']))
    .min(1)
    .default(['amd64'])
    .describe('Processors that every image of its pods is built for.'),
  capacity: z
    .array(z.enum(['on-demand', 'spot']))
    .min(1)
    .default(['on-demand'])
    .describe('Where both are named Karpenter takes spot, which AWS takes back with two minutes of notice.'),
  limits: z
    .strictObject({ cpu: quantity('"32"').default('32'), memory: quantity('128Gi').default('128Gi') })
    .prefault({})
    .describe('Most that all of its nodes have together: what it may cost.'),
  disruptionBudgets: z
    .array(budget)
    .min(1)
    .default([{ nodes: '10%' }])
    .describe('How many nodes Karpenter may replace or end at the same time.'),
  amiRelease: z
    .string()
    .regex(/^v[0-9]{8}$/, 'must be one release such as v20260903')
    .default('v20260903')
    .describe('Release of the Amazon Linux 2023 image. Another one replaces its nodes, as the budgets allow.'),
});

export const karpenterPools = z
  .record(dnsLabel(30), pool)
  .prefault({ default: {} })
  .refine((pools) => Object.keys(pools).length > 0, 'Karpenter needs at least one pool.')
  .describe('Node pools of Karpenter, where addons.karpenter is on.');
