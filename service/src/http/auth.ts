import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export interface Authorizer {
  /** Throws RequestError 401 where the request has no valid key. */
  readonly authorize: (request: IncomingMessage) => void;
  /** Replaces the valid keys. */
  readonly useKeys: (keys: readonly string[]) => void;
}

/**
 * Creates the check of API keys: `Authorization: Bearer <key>` or `X-API-Key: <key>`. With several keys, one can be
 * rotated. The digests of all keys are compared, so that the duration reveals nothing about a key. The check throws
 * RequestError 401.
 */
export function createAuthorizer(keys: readonly string[] | undefined): Authorizer {
  if (keys === undefined) return { authorize: () => {}, useKeys: () => {} };
  let known = keys.map(digest);
  return {
    authorize: (request) => {
      const given = digest(givenKey(request));
      const matches = known.filter((key) => timingSafeEqual(key, given));
      if (matches.length > 0) return;
      const headers = { 'www-authenticate': 'Bearer' };
      throw new RequestError(401, 'send a valid API key as Authorization: Bearer <key>, or as X-API-Key', { headers });
    },
    useKeys: (changed) => {
      known = changed.map(digest);
    },
  };
}

function givenKey({ headers }: IncomingMessage): string {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '');
  const key = headers['x-api-key'];
  return bearer?.[1] ?? (typeof key === 'string' ? key : '');
}
