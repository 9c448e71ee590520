import { StartError } from '../errors.js';

/** An error of S3's client, with what it keeps of the answer. */
interface S3Error extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  readonly Region?: string;
}

/** Explains an error of S3, of the network or of the credential chain, with what usually helps. */
export function explain(error: S3Error, uri: string | undefined): string {
  if (error instanceof StartError) return error.message;
  const region = error.$response?.headers?.['x-amz-bucket-region'] ?? error.Region;
  const status = error.$metadata?.httpStatusCode;
  if (status === 301 || status === 307 || error.name === 'PermanentRedirect' || error.Region !== undefined) {
    const where = region === undefined ? 'in another region' : `in the region ${region}`;
    const configured = process.env['AWS_REGION'] ?? 'not set';
    return `the bucket of ${uri} is ${where}, and AWS_REGION is ${configured}; set AWS_REGION`;
  }
  if (error.name === 'NoSuchKey' || error.name === 'NoSuchBucket') return `${uri} does not exist (${error.name})`;
  if (error.name === 'AccessDenied' || status === 403) {
    return `access to ${uri} is denied (${error.name}: ${error.message}); check the pod's role and the bucket's policy`;
  }
  return `can't fetch ${uri}: ${error.name}: ${error.message || 'no further reason is known'}`;
}
