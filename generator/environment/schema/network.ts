import * as z from 'zod';
import { cidr, dnsLabel, logRetentionDays } from './common.js';

const zone = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$/, 'must be an availability zone such as ap-southeast-2a');

const interfaceEndpointServices = [
  'autoscaling',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'elasticloadbalancing',
  'logs',
  'monitoring',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'sts',
] as const;

const peeredWith = z
  .array(dnsLabel(30))
  .describe('Environments whose VPCs are peered with this one: an overlap of ranges with them is an error.');

const newNetwork = z
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
      .enum(['one-per-az', 'single', 'none'])
      .describe(
        'one-per-az survives the loss of a zone; single is ' +
          'cheaper and does not; none leaves no way to the internet.',
      ),
    interfaceEndpoints: z
      .array(z.enum(interfaceEndpointServices))
      .describe(
        'AWS services that are reached privately instead of through NAT. ' +
          'S3 always is, free of charge; without NAT so is all that is needed.',
      ),
    flowLogRetentionDays: logRetentionDays.describe('How long VPC flow logs are kept.'),
    peeredWith,
  })
  .describe('A VPC that Terraform makes.');

const existingSubnet = z.strictObject({
  id: z
    .string()
    .regex(/^subnet-[0-9a-f]{3,17}$/, 'must be the id of a subnet such as subnet-0a1b2c3d4e5f60718')
    .describe('Id of the subnet.'),
  zone: zone.describe('Its availability zone.'),
  cidr: cidr.describe('Its range.'),
});

const existingNetwork = z
  .strictObject({
    existing: z
      .strictObject({
        vpcId: z
          .string()
          .regex(/^vpc-[0-9a-f]{3,17}$/, 'must be the id of a VPC such as vpc-0a1b2c3d4e5f60718')
          .describe('Id of the VPC.'),
        cidr: cidr.describe('Its range.'),
        privateSubnets: z.array(existingSubnet).min(2).describe('For nodes and pods, in two zones or more.'),
        publicSubnets: z
          .array(existingSubnet)
          .describe('For internet-facing load balancers; ' + 'none where there are none.'),
      })
      .describe('A VPC that is there. Nothing of it is changed; its way out is its own.'),
    peeredWith: peeredWith.default([]),
  })
  .describe('A VPC that is there.');

/** The fields of a VPC that Terraform makes: in one file they exclude `existing`. */
export const newNetworkKeys: ReadonlySet<string> = new Set(
  Object.keys(newNetwork.shape).filter((key) => !Object.hasOwn(existingNetwork.shape, key)),
);

export const network = z
  .union([newNetwork, existingNetwork])
  .describe('The VPC: one that Terraform makes, or one that exists.');
