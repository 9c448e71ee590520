import crypto from 'node:crypto';

/** What a file holds: text, or the bytes of a file that is copied as it is. Text stays text until it is written, to keep memory small. */
export type Content = string | Uint8Array;

/** SHA-256, in hexadecimal. */
export const hash: (content: Content) => string =
  // One call instead of three, from Node 20.12 on.
  typeof crypto.hash === 'function'
    ? (content) => crypto.hash('sha256', content)
    : (content) => crypto.createHash('sha256').update(content).digest('hex');

const hashes = new WeakMap<Uint8Array, string>();

/** For copied files, which are the same bytes in every environment. */
export function hashOnce(content: Content): string {
  if (typeof content === 'string') return hash(content);
  const digest = hashes.get(content) ?? hash(content);
  hashes.set(content, digest);
  return digest;
}
