import * as z from 'zod';
import { chartVersion, dnsLabel } from './common.js';

export const addons = z
  .record(
    dnsLabel(40),
    z.strictObject({
      enabled: z.boolean().default(true).describe('Whether Argo CD installs it.'),
      version: chartVersion.describe("Version of the add-on's Helm chart."),
      values: z
        .record(z.string(), z.json())
        .default({})
        .describe("Helm values over the ones in the add-on's template."),
    }),
  )
  .describe('Add-ons that Argo CD installs: each key is a folder in argocd/addons/.');
