import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.js';
import { ClientGone } from './exchange.js';
import { holdBody, takeBody } from './incoming.js';
import { NO_ROOM } from './no-room.js';

const JSON_CONTENT = /^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/**
 * Reads a JSON body.
 * @throws RequestError 400, 413 or 415, ClientGone
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const contentType = request.headers['content-type'];
  if (contentType !== 'application/json' && !JSON_CONTENT.test(contentType ?? '')) {
    throw new RequestError(415, 'the body must have the content type application/json, in UTF-8');
  }
  return request.readableEnded ? parsedBody(request) : parseJson(await readBody(request, limit));
}

/** Returns what a body parser that came before has made of the body. */
function parsedBody(request: IncomingMessage & { body?: unknown }): unknown {
  if (request.body === undefined) throw new Error('a middleware has read the body and left nothing in request.body');
  return request.body;
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw new RequestError(400, 'the body is empty; send JSON');
  if (!isUtf8(body)) throw new RequestError(400, 'the body is not valid UTF-8');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new RequestError(400, `the body is not valid JSON: ${position(error)}`);
  }
}

/** Tells where the parser stopped. Its whole message would quote the body. */
function position(error: unknown): string {
  const found = /at position \d+|end of JSON input/.exec((error as Error).message);
  return found === null
    ? 'it breaks off or has an unexpected character'
    : `unexpected ${found[0].replace(/^at/, 'character at')}`;
}

/**
 * Reads the bytes of a body.
 * @throws RequestError 413, 415 or 503, ClientGone
 */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new RequestError(415, 'compressed bodies are not taken; send the body as it is');
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    let refusal: RequestError | undefined;
    takeBody(request, (piece) => {
      if (piece === null) {
        resolve(pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces));
        return;
      }
      if (refusal !== undefined) return;
      size += piece.length;
      refusal = refuseBody(request, size, limit);
      if (refusal === undefined) pieces.push(piece);
      else {
        pieces.length = 0;
        reject(refusal);
      }
    });
    request.on('close', () => {
      if (!request.complete) reject(new ClientGone());
    });
  });
}

/** Returns why so many bytes of a body can't be kept; undefined where they can. */
function refuseBody(request: IncomingMessage, size: number, limit: number): RequestError | undefined {
  if (size > limit) return tooLarge(limit);
  return holdBody(request, size) ? undefined : NO_ROOM;
}

const tooLarge = (limit: number): RequestError => new RequestError(413, `the body is larger than ${limit} bytes`);
