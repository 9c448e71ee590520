import * as z from 'zod';
import { chartVersion, dnsLabel } from './common.js';

const kind = z
  .string()
  .max(128)
  .regex(
    /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Z][A-Za-z0-9]*$/,
    'must be a kind with its group, such as networking.k8s.io/Ingress, or Secret of the core',
  );

export const addons = z
  .record(
    dnsLabel(40),
    z.strictObject({
      enabled: z.boolean().default(true).describe('Whether Argo CD installs it.'),
      existing: z
        .boolean()
        .default(false)
        .describe('Whether the cluster has it from elsewhere: it is used, and not installed.'),
      version: chartVersion.optional().describe("Version of the add-on's Helm chart: by default its template's."),
      kinds: z
        .strictObject({ cluster: z.array(kind).default([]), namespaced: z.array(kind).default([]) })
        .optional()
        .describe('Kinds that its values ask for beside those of its template: Argo CD refuses every other.'),
      values: z
        .record(z.string(), z.json())
        .default({})
        .describe("Helm values over the ones in the add-on's template."),
    }),
  )
  .describe('Add-ons that Argo CD installs: each key is a folder in argocd/addons/.');
