import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.js';
import { unpacker } from './compression.js';
import { ClientGone } from './exchange.js';
import { holdBody, takeBody } from './incoming.js';
import { NO_ROOM } from './no-room.js';

/** Content types whose text is not UTF-8. What else the content type says doesn't matter: only JSON is taken. */
const OTHER_CHARSET = /;\s*charset=(?!"?(?:utf-?8|us-ascii)\b)/i;

export interface BodyLimits {
  readonly maxBodyBytes: number;
  /** The limit of a compressed body after unpacking; 0 where none is taken. */
  readonly maxUnpackedBytes: number;
}

/**
 * Reads a JSON body. Clients name all kinds of content types or none: curl says that it sends a form.
 * @throws RequestError 400, 413 or 415, ClientGone
 */
export async function readJson(request: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  checkCharset(request);
  return request.readableEnded ? parsedBody(request) : parseJson(await readBody(request, limits));
}

/** A body of JSON with bytes behind it, as the binary extension of the Open Inference Protocol has it. */
export interface MixedBody {
  readonly json: unknown;
  readonly binary: Buffer;
}

/**
 * Reads a body of which the header `Inference-Header-Content-Length` tells where the JSON ends; without it, all of the
 * body is JSON.
 * @throws RequestError 400, 413 or 415, ClientGone
 */
export async function readMixed(request: IncomingMessage, limits: BodyLimits): Promise<MixedBody> {
  const header = request.headers['inference-header-content-length'];
  if (header === undefined) return { json: await readJson(request, limits), binary: Buffer.alloc(0) };
  const parsed = request.readableEnded ? parsedBody(request) : undefined;
  const body = Buffer.isBuffer(parsed) ? parsed : await readBody(request, limits);
  const length = /^\d{1,15}$/.test(String(header)) ? Number(header) : Number.NaN;
  if (!(length <= body.length)) {
    throw new RequestError(
      400,
      `Inference-Header-Content-Length must be a whole number of at most ${body.length}, the length of the body`,
    );
  }
  return { json: parseJson(body.subarray(0, length)), binary: body.subarray(length) };
}

function checkCharset(request: IncomingMessage): void {
  const contentType = request.headers['content-type'];
  if (contentType === undefined || contentType === 'application/json' || !OTHER_CHARSET.test(contentType)) return;
  throw new RequestError(415, 'the body must be JSON in UTF-8');
}

/** Returns what a body parser that came before has made of the body. */
function parsedBody(request: IncomingMessage & { body?: unknown }): unknown {
  if (request.body === undefined) throw new Error('a middleware has read the body and left nothing in request.body');
  return request.body;
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw new RequestError(400, 'the body is empty; send JSON');
  if (!isUtf8(body)) throw new RequestError(400, 'the body is not valid UTF-8');
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    const withoutNaN = replaceNaN(text);
    if (withoutNaN !== text) return parseStandard(withoutNaN);
    throw notJson(error);
  }
}

/**
 * Replaces NaN by null, which means the same: a missing value. Python's json module writes NaN, and so do Triton's
 * clients, though JSON has no such word.
 */
const replaceNaN = (text: string): string =>
  text.includes('NaN')
    ? text.replace(/"(?:[^"\\]|\\.)*"|\bNaN\b/g, (found) => (found === 'NaN' ? 'null' : found))
    : text;

function parseStandard(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(error);
  }
}

const notJson = (error: unknown): RequestError =>
  new RequestError(400, `the body is not valid JSON: ${position(error)}`);

/** Tells where the parser stopped. Its whole message would quote the body. */
function position(error: unknown): string {
  const found = /at position \d+|end of JSON input/.exec((error as Error).message);
  return found === null
    ? 'it breaks off or has an unexpected character'
    : `unexpected ${found[0].replace(/^at/, 'character at')}`;
}

/**
 * Reads the bytes of a body, unpacked.
 * @throws RequestError 400, 413, 415 or 503, ClientGone
 */
async function readBody(request: IncomingMessage, { maxBodyBytes, maxUnpackedBytes }: BodyLimits): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return readBytes(request, maxBodyBytes);
  const unpack = unpacker(encoding, maxUnpackedBytes);
  const body = await unpack(await readBytes(request, maxBodyBytes));
  if (!holdBody(request, body.length)) throw NO_ROOM;
  return body;
}

/** Reads the bytes of a body as they come. */
function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
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
