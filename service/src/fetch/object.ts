import type { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { StartError } from '../errors.js';
import type { FetchSettings } from './settings.js';

/** The attempts of a request before its answer begins. The client knows which errors may be tried again. */
const REQUEST_ATTEMPTS = 5;
const CONNECT_MS = 5000;

/** Asks S3 for the object and returns its bytes as they arrive, which may be so many. */
export async function openObject(
  uri: string,
  room: number,
  settings: FetchSettings,
  signal: AbortSignal,
): Promise<Readable> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
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
  if ((ContentLength ?? 0) > room) throw tooLarge(uri, room, settings);
  return Body as Readable;
}

export function tooLarge(uri: string, room: number, { MODEL_MAX_BYTES }: FetchSettings): StartError {
  const beside = room < MODEL_MAX_BYTES ? ', which files before it leave' : '';
  return new StartError(`${uri} is larger than ${room} bytes${beside}; raise MODEL_MAX_BYTES if that is right`);
}
