import * as z from 'zod';
import { dnsLabel } from './schema/common.js';

/** The Kubernetes ServiceAccount whose pods may assume a role. */
export const identitySchema = z.strictObject({
  namespace: dnsLabel(),
  serviceAccount: z
    .string()
    .max(253)
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be the name of one ServiceAccount such as external-secrets'),
});

export type Identity = z.infer<typeof identitySchema>;

/** Identities of the add-ons that Argo CD installs and that call AWS, by the names of their folders. */
export type Identities = ReadonlyMap<string, Identity>;
