import * as z from 'zod';
import { accountId, arn, dnsLabel } from './common.js';

const region = z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-[0-9]$/, 'must be an AWS region such as ap-southeast-2');

export const aws = z
  .strictObject({
    accountId: accountId.describe('The AWS account. In quotes: an unquoted id with a leading zero is another number.'),
    region: region.describe('The AWS region of everything in this environment.'),
    tags: z
      .record(z.string().min(1).max(128), z.string().max(256))
      .describe('Tags on every AWS resource, beside Environment, Project and ManagedBy.'),
    namePrefix: dnsLabel(35)
      .optional()
      .describe(
        'What the names of the state bucket, of roles and of ' +
          "secrets start with. Left out, it is the cluster's name.",
      ),
    permissionsBoundary: arn('iam:', 'arn:aws:iam::111122223333:policy/boundary')
      .optional()
      .describe('IAM policy that bounds every role which is made here.'),
    rolePath: z
      .string()
      .max(128)
      .regex(/^\/([A-Za-z0-9_+=,.@-]+\/)*$/, 'must begin and end with a slash, such as /platform/')
      .default('/')
      .describe('IAM path of every role which is made here.'),
    assumeRoleArn: arn('iam:', 'arn:aws:iam::111122223333:role/terraform')
      .optional()
      .describe('IAM role that Terraform works as, for its state as well.'),
  })
  .describe('Which account and region this environment lives in.');

export const registry = z
  .strictObject({
    accountId: accountId.describe('The AWS account that holds the images.'),
    region: region.describe('Its region.'),
  })
  .describe('One registry for all environments. Left out, each environment has its own.');
