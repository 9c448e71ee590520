import * as z from 'zod';

/**
 * A DNS label of at most `max` characters that starts with a letter: valid in Kubernetes as the name of a Namespace or
 * a Service, and as the value of a label.
 */
export const dnsLabel = (max = 63) =>
  z
    .string()
    .max(max)
    .regex(
      /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
      'must be lower-case letters, digits and dashes, starting with a letter (a DNS label)',
    );

/** Devices of Windows: a file or a folder of the name can't be there, in whatever folder. */
const windowsDevice = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** A DNS label that is a file's or a folder's name as well. */
export const fileLabel = (max: number) =>
  dnsLabel(max).refine((name) => !windowsDevice.test(name), 'is a device of Windows, where no file can have that name');

/** Kubernetes label or annotation key: an optional DNS prefix, a slash and a name. */
export const labelKey = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
    'must be a Kubernetes label key such as example.com/team',
  );

export const labelValue = z
  .string()
  .max(63)
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/,
    'must be a Kubernetes label value (letters, digits, dash, dot, underscore)',
  );

/** Name of an environment variable in a container. */
export const variableName = z
  .string()
  .max(128)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable such as LOG_LEVEL');

export const cidr = z.cidrv4('must be an IPv4 range such as 10.0.0.0/16');

export const accountId = z.string().regex(/^[0-9]{12}$/, 'must be 12 digits in quotes, such as "111122223333"');

export const arn = (service: string, example: string) =>
  z
    .string()
    .max(2048)
    .regex(new RegExp(`^arn:aws[a-z-]*:${service}:[A-Za-z0-9:/_+=,.@-]+$`), `must be an ARN such as ${example}`);

/** Name of a secret below a prefix in Secrets Manager. */
export const secretName = z
  .string()
  .max(120)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be a name such as database-url');

export const email = z.email('must be an e-mail address such as oncall@example.com');

export const bucketName = z
  .string()
  .min(3)
  .max(63)
  .regex(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, 'must be an S3 bucket name such as my-models');

/** CPU, memory or disk in Kubernetes' notation, which environment/capacity/quantity.ts parses. */
export const quantity = (example: string) =>
  z
    .string()
    .max(32)
    .regex(/^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/, `must be a Kubernetes quantity such as ${example}`);

/** Retention periods that CloudWatch Logs accepts, in days. */
export const logRetentionDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

export const chartVersion = z
  .string()
  .max(64)
  .regex(/^v?[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?$/, 'must be one exact version such as 1.2.3, never a range');
