import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Creates the check of API keys: `Authorization: Bearer <key>` or `X-API-Key: <key>`. With several keys, one can be
 * rotated. The digests of all keys are compared, so that the duration reveals nothing about a key. The check throws
 * RequestError 401.
 */
export function createAuthorizer(keys: readonly string[] | undefined): (request: IncomingMessage) => void {
  if (keys === undefined) return () => {};
  const known = keys.map(digest);
  return (request) => {
    const given = digest(givenKey(request));
    const matches = known.filter((key) => timingSafeEqual(key, given));
    if (matches.length > 0) return;
    const headers = { 'www-authenticate': 'Bearer' };
    throw new RequestError(401, 'send a valid API key as Authorization: Bearer <key>, or as X-API-Key', { headers });
  };
}

function givenKey({ headers }: IncomingMessage): string {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '');
  const key = headers['x-api-key'];
  return bearer?.[1] ?? (typeof key === 'string' ? key : '');
}
