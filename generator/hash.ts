import crypto from 'node:crypto';
import type { Content } from './render/file.js';

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
