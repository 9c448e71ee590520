import * as z from 'zod';
import { cidr, dnsLabel, logRetentionDays } from './common.js';

const zone = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$/, 'must be an availability zone such as ap-southeast-2a');

export const interfaceEndpointServices = ['ecr.api', 'ecr.dkr', 'sts', 'logs', 'secretsmanager', 'ec2'] as const;

export const network = z
  .strictObject({
    cidr: cidr.describe("The VPC's range."),
    availabilityZones: z
      .array(zone)
      .min(2)
      .max(6)
      .describe('Pinned by name: a data source can return local zones. EKS needs two.'),
    publicSubnets: z
      .array(cidr)
      .min(2)
      .describe('One range per availability zone, in the same order: load balancers and NAT.'),
    privateSubnets: z
      .array(cidr)
      .min(2)
      .describe('One range per availability zone, in the same order: nodes and pods.'),
    natGateways: z
      .enum(['one-per-az', 'single'])
      .describe('one-per-az survives the loss of a zone; single is cheaper and does not.'),
    interfaceEndpoints: z
      .array(z.enum(interfaceEndpointServices))
      .describe('AWS services that are reached privately instead of through NAT. S3 always is, free of charge.'),
    flowLogRetentionDays: logRetentionDays.describe('How long VPC flow logs are kept.'),
    peeredWith: z
      .array(dnsLabel(30))
      .describe('Environments whose VPCs are peered with this one: an overlap of ranges with them is an error.'),
  })
  .describe('The VPC.');
