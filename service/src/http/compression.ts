import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip, inflate, type ZlibOptions } from 'node:zlib';
import { RequestError } from '../errors.js';
import type { Handler, Reply } from './exchange.js';

const UNPACK: Readonly<Record<string, (body: Buffer, options: ZlibOptions) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  'x-gzip': promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  deflate: promisify<Buffer, ZlibOptions, Buffer>(inflate),
};
const pack = promisify<Buffer, ZlibOptions, Buffer>(gzip);
/** The level that is quickest; higher ones take several times as long for little less. */
const QUICK = { level: 1 } as const;

/**
 * Makes the function that unpacks a body, off the event loop.
 * @param limit the bytes that it may unpack to: a few kilobytes can hold gigabytes
 * @throws RequestError 415 for an encoding that isn't taken; the function rejects with 400 or 413
 */
export function unpacker(encoding: string, limit: number): (body: Buffer) => Promise<Buffer> {
  const unpack = UNPACK[encoding.toLowerCase()];
  if (limit === 0) throw new RequestError(415, 'compressed bodies are not taken; send the body as it is');
  if (unpack === undefined)
    throw new RequestError(415, 'the body is compressed in a way that is not taken; gzip and deflate are');
  return async (body) => {
    try {
      return await unpack(body, { maxOutputLength: limit });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
        throw new RequestError(413, `the body unpacks to more than ${limit} bytes`);
      throw new RequestError(400, `the body is not valid ${encoding.toLowerCase()}`);
    }
  };
}

/** Wraps a handler: large replies are compressed for clients that accept gzip. */
export function compressed(handler: Handler, fromBytes: number): Handler {
  const shrink = async (request: IncomingMessage, reply: Reply): Promise<Reply> => {
    if (Buffer.byteLength(reply.body) < fromBytes) return reply;
    const headers = { ...reply.headers, vary: 'accept-encoding' };
    if (!acceptsGzip(request.headers['accept-encoding'])) return { ...reply, headers };
    const body = await pack(Buffer.from(reply.body as string), QUICK);
    return { ...reply, body, plainBody: reply.body, headers: { ...headers, 'content-encoding': 'gzip' } };
  };
  return (request, response) => {
    const reply = handler(request, response);
    if (reply instanceof Promise) return reply.then((late) => shrink(request, late));
    return Buffer.byteLength(reply.body) < fromBytes ? reply : shrink(request, reply);
  };
}

/** Tells whether a client takes gzip: by name or by *, and not with a weight of zero. */
export function acceptsGzip(header: string | string[] | undefined): boolean {
  const weights = new Map(
    String(header ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => {
        const [coding = '', ...parameters] = part.split(';').map((text) => text.trim());
        const weight = parameters.find((text) => text.startsWith('q='));
        return [coding, weight === undefined ? 1 : Number(weight.slice(2))] as const;
      }),
  );
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}
