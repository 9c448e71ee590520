import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Why something is not read: it isn't a regular file, or it is larger than any file that is meant to be there. */
export class NotReadError extends Error {
  override readonly name = 'NotReadError';
  /** The sentence without the file's name. */
  readonly reason: string;
  readonly isTooLarge: boolean;

  constructor(file: string, reason: string, { isTooLarge = false } = {}) {
    super(`${file} ${reason}`);
    this.reason = reason;
    this.isTooLarge = isTooLarge;
  }
}

/** Larger than any template, rendered file or environment. */
const mostBytes = 64 * 1024 * 1024;

/** Opens without following a symbolic link, and without waiting for the other end of a named pipe. */
export const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Reads a regular file, and nothing else.
 * @throws NotReadError for a symbolic link, a folder, a pipe, a socket, a device and a file of more than `most` bytes
 */
export function readRegularFile(file: string, most = mostBytes): Buffer {
  const descriptor = openRegularFile(file);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new NotReadError(file, kindSentence(stat));
    if (stat.size > most) throw new NotReadError(file, `has more than ${sizeText(most)}.`, { isTooLarge: true });
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function openRegularFile(file: string): number {
  try {
    return openSync(file, openFlags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw new NotReadError(file, linkSentence);
    if (code === 'ENXIO') throw new NotReadError(file, specialSentence);
    throw error;
  }
}

/** What a folder's entry, or a file's stat, says of its kind. */
interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

const linkSentence = 'is a symbolic link, and links are not followed: put the file itself in its place.';
const specialSentence = 'is a pipe, a socket or a device: put a file in its place.';

/** Says why something that is no regular file is not read. */
export function kindSentence(kind: Kind): string {
  if (kind.isSymbolicLink()) return linkSentence;
  return kind.isDirectory() ? 'is a folder: put a file in its place.' : specialSentence;
}

const sizeText = (bytes: number): string => `${bytes / (1024 * 1024)} MiB`;
