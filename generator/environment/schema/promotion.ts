import * as z from 'zod';
import { dnsLabel, variableName } from './common.js';

export const promotion = z
  .strictObject({
    order: z
      .array(dnsLabel(20))
      .min(2)
      .optional()
      .describe('Environments in the order in which a release goes through them: none may be skipped.'),
    config: z.array(variableName).default([]).describe('Variables in config that belong to a release, and go along.'),
  })
  .describe('What `promote` moves from one environment to another, beside image, model and chart version.');
