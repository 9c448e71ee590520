import type { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { StartError } from '../errors.js';
import type { FetchSettings } from './settings.js';

/** The attempts of a request before its answer begins. The client knows which errors may be tried again. */
const REQUEST_ATTEMPTS = 5;
const CONNECT_MS = 5000;

/** Asks S3 for the object and returns its bytes as they arrive. */
export async function openObject(settings: FetchSettings, signal: AbortSignal): Promise<Readable> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(settings.MODEL_S3_URI) ?? [];
  // Custom endpoints such as MinIO's seldom have a host name per bucket.
  const forcePathStyle =
    process.env['AWS_ENDPOINT_URL_S3'] !== undefined || process.env['AWS_ENDPOINT_URL'] !== undefined;
  const idle = settings.MODEL_FETCH_IDLE_SECONDS * 1000;
  const client = new S3Client({
    maxAttempts: REQUEST_ATTEMPTS,
    forcePathStyle,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: idle, throwOnRequestTimeout: true },
  });
  const command = new GetObjectCommand({ Bucket: bucket, Key: key });
  const { Body, ContentLength } = await client.send(command, { abortSignal: signal });
  if ((ContentLength ?? 0) > settings.MODEL_MAX_BYTES) throw tooLarge(settings);
  return Body as Readable;
}

export const tooLarge = ({ MODEL_S3_URI, MODEL_MAX_BYTES }: FetchSettings): StartError =>
  new StartError(`${MODEL_S3_URI} is larger than ${MODEL_MAX_BYTES} bytes; raise MODEL_MAX_BYTES if that is right`);
