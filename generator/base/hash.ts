import crypto from 'node:crypto';

/**
 * The content of a file: text, or the bytes of a file that is copied unchanged. Text is encoded only when it is
 * written, to save memory.
 */
export type Content = string | Uint8Array;

/** Computes SHA-256, in hexadecimal. */
export const hash: (content: Content) => string =
  // crypto.hash is faster, and exists from Node 20.12 on.
  typeof crypto.hash === 'function'
    ? (content) => crypto.hash('sha256', content)
    : (content) => crypto.createHash('sha256').update(content).digest('hex');

const hashes = new WeakMap<Uint8Array, string>();

/** Computes SHA-256 once for each object of bytes: a file that is copied is the same object in every environment. */
export function hashOnce(content: Content): string {
  if (typeof content === 'string') return hash(content);
  const digest = hashes.get(content) ?? hash(content);
  hashes.set(content, digest);
  return digest;
}
