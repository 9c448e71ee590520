import * as z from 'zod';
import { arn, bucketName, cidr, dnsLabel } from './common.js';

const hostname = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
    'must be a host name such as api.example.com',
  );

const scheme = z.enum(['internet-facing', 'internal']).describe('Whether the load balancer has public addresses.');

export const exposure = z
  .strictObject({
    loadBalancer: z
      .strictObject({
        enabled: z.boolean(),
        scheme,
        certificateArn: arn('acm', 'arn:aws:acm:ap-southeast-2:111122223333:certificate/…')
          .optional()
          .describe('ACM certificate in the same region: TLS on port 443. Left out, HTTP on port 80.'),
        sourceCidrs: z.array(cidr).min(1).describe('Who may connect.'),
      })
      .describe('Network load balancer to the service.'),
    ingress: z
      .strictObject({
        enabled: z.boolean(),
        scheme,
        host: hostname.describe('Host name that clients use.'),
        path: z
          .string()
          .max(128)
          .regex(
            /^\/([a-z0-9]([a-z0-9_-]*[a-z0-9])?(\/[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*)?$/,
            'must be a path such as /fraud',
          )
          .default('/')
          .describe('Path that requests begin with; the load balancer takes it off before the service sees it.'),
        group: dnsLabel(40)
          .optional()
          .describe(
            'Name of a load balancer that workloads share, by ' + 'host or path. Left out, the workload has its own.',
          ),
        certificateArn: arn('acm', 'arn:aws:acm:ap-southeast-2:111122223333:certificate/…')
          .optional()
          .describe('ACM certificate of the host, in the same region. Needed when the ingress is on.'),
        webAclArn: arn('wafv2', 'arn:aws:wafv2:ap-southeast-2:111122223333:regional/webacl/name/…')
          .optional()
          .describe('Web ACL of AWS WAF that requests pass first.'),
        accessLogs: z
          .strictObject({
            bucket: bucketName,
            prefix: z
              .string()
              .max(256)
              .regex(/^[A-Za-z0-9/._-]*$/)
              .default(''),
          })
          .optional()
          .describe("Bucket for the load balancer's access logs; its policy has to admit them."),
        sourceCidrs: z.array(cidr).min(1).describe('Who may connect.'),
      })
      .describe('Application load balancer with TLS.'),
  })
  .describe('How clients reach the service.');
