import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { StartError } from './errors.js';

/** The default of MODEL_MAX_BYTES: a pod can't load more. */
const DEFAULT_LIMIT_BYTES = 2 ** 31;
const ATTEMPTS = 5;

const schema = z.object({
  MODEL_S3_URI: z
    .string('is not set')
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.{1,1024}$/, 'must be s3://bucket/key'),
  MODEL_SHA256: z
    .string('is not set')
    .transform((text) => text.replace(/^sha256:/, '').toLowerCase())
    .refine((text) => /^[0-9a-f]{64}$/.test(text), 'must be 64 hexadecimal digits'),
  MODEL_PATH: z.string('is not set').min(1, 'is not set'),
  MODEL_MAX_BYTES: z.coerce.number('must be a number').int().positive().default(DEFAULT_LIMIT_BYTES),
});
type Settings = z.output<typeof schema>;

/** Downloads the model from S3 to MODEL_PATH. No file is there until all of it has arrived and its digest is right. */
async function main(): Promise<void> {
  const settings = readSettings();
  const partial = `${settings.MODEL_PATH}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(settings.MODEL_PATH), { recursive: true });
    const bytes = await download(settings, partial);
    await rename(partial, settings.MODEL_PATH);
    process.stdout.write(`fetched ${settings.MODEL_S3_URI} (${bytes} bytes) to ${settings.MODEL_PATH}\n`);
  } finally {
    await rm(partial, { force: true });
  }
}

function readSettings(): Settings {
  const result = schema.safeParse(process.env);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`);
  throw new StartError(`Wrong settings:\n${problems.join('\n')}`);
}

/** Writes the object to a file while hashing it, and returns its size. */
async function download(settings: Settings, path: string): Promise<number> {
  const hash = createHash('sha256');
  let bytes = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(bytes > settings.MODEL_MAX_BYTES ? tooLarge(settings) : null, chunk);
    },
  });
  const body = await openObject(settings);
  await pipeline(body, check, createWriteStream(path, { flags: 'wx', mode: 0o644 }));
  const digest = hash.digest('hex');
  if (digest === settings.MODEL_SHA256) return bytes;
  throw new StartError(
    `${settings.MODEL_S3_URI} has the digest ${digest}, MODEL_SHA256 demands ${settings.MODEL_SHA256}`,
  );
}

async function openObject(settings: Settings): Promise<Readable> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(settings.MODEL_S3_URI) ?? [];
  // Custom endpoints such as MinIO's seldom have a host name per bucket.
  const forcePathStyle =
    process.env['AWS_ENDPOINT_URL_S3'] !== undefined || process.env['AWS_ENDPOINT_URL'] !== undefined;
  const client = new S3Client({ maxAttempts: ATTEMPTS, forcePathStyle });
  const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if ((ContentLength ?? 0) > settings.MODEL_MAX_BYTES) throw tooLarge(settings);
  return Body as Readable;
}

const tooLarge = ({ MODEL_S3_URI, MODEL_MAX_BYTES }: Settings): StartError =>
  new StartError(`${MODEL_S3_URI} is larger than ${MODEL_MAX_BYTES} bytes; raise MODEL_MAX_BYTES if that is right`);

/** Explains an error of S3 or of the credential chain, with what usually helps. */
function explain(error: Error & { $metadata?: { httpStatusCode?: number } }): string {
  const uri = process.env['MODEL_S3_URI'];
  if (error instanceof StartError) return error.message;
  if (error.name === 'NoSuchKey' || error.name === 'NoSuchBucket') return `${uri} does not exist (${error.name})`;
  if (error.name === 'AccessDenied' || error.$metadata?.httpStatusCode === 403) {
    return `access to ${uri} is denied (${error.name}: ${error.message}); check the pod's role and the bucket's policy`;
  }
  return `can't fetch ${uri}: ${error.name}: ${error.message || 'no further reason is known'}`;
}

main().catch((error: Error) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
