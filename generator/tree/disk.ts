import { closeSync, type Dirent, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '../base/hash.js';
import { hash } from '../base/hash.js';
import { NotReadError, openFlags, readRegularFile } from '../base/regular-file.js';
import { UserError } from '../report/user-error.js';
import type { FolderContent } from './compare.js';
import { type FolderRecord, parseRecord, recordName } from './record.js';

/** Folders that tools keep inside ours and that are large: nothing of the generator's is ever in them. */
const skippedFolders = new Set(['.terraform', '.git', 'node_modules']);

/**
 * Lists a folder and what is below it, following no symbolic link. An absent folder is empty.
 * @throws UserError when the folder itself is a symbolic link: what is written there would land elsewhere
 */
export function readFolder(folder: string): FolderContent {
  assertNoLink(folder);
  const entries = { files: new Set<string>(), obstacles: new Set<string>() };
  collect(folder, '', entries);
  return {
    ...entries,
    read: (path) => readRegularFile(`${folder}/${path}`),
    holds: (path, content) => holds(`${folder}/${path}`, content),
    hash: (path) => hashOf(`${folder}/${path}`),
  };
}

/** @throws UserError for a symbolic link: what is read or written through it lies elsewhere */
export function assertNoLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new UserError(`${path} is a symbolic link, and links are not followed: put a folder in its place.`);
}

/** Checks a folder of the repository, such as charts/ml-inference, and each folder that leads to it. */
export function assertNoLinkTo(root: string, path: string): void {
  const parts = path.split('/');
  for (const index of parts.keys()) assertNoLink(`${root}/${parts.slice(0, index + 1).join('/')}`);
}

/** @param prefix empty, or the path of a folder with a slash at its end */
function collect(folder: string, prefix: string, found: { files: Set<string>; obstacles: Set<string> }): void {
  for (const entry of listing(`${folder}/${prefix}`)) {
    const path = prefix + entry.name;
    if (entry.isFile()) found.files.add(path);
    else if (!entry.isDirectory()) found.obstacles.add(path);
    else if (!skippedFolders.has(entry.name)) collect(folder, `${path}/`, found);
  }
}

/** Two buffers for every comparison: allocating new ones for each file would be most of the work. */
let found = Buffer.alloc(64 * 1024);
let expected = Buffer.alloc(64 * 1024);

function holds(file: string, content: Content): boolean {
  const length = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  if (found.length <= length) [found, expected] = [Buffer.alloc(2 * length), Buffer.alloc(2 * length)];
  if (readStart(file, length + 1) !== length) return false;
  if (typeof content !== 'string') return found.compare(content, 0, length, 0, length) === 0;
  expected.write(content);
  return found.compare(expected, 0, length, 0, length) === 0;
}

function hashOf(file: string): string {
  const length = readStart(file, found.length);
  return hash(length < found.length ? found.subarray(0, length) : readRegularFile(file));
}

/** @returns how many bytes there were, up to `most` */
function readStart(file: string, most: number): number {
  const descriptor = openSync(file, openFlags);
  try {
    return readSync(descriptor, found, 0, most, 0);
  } finally {
    closeSync(descriptor);
  }
}

/** Empty where the folder doesn't exist; any other failure is the caller's to tell. */
export function listing(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export interface StoredRecord extends FolderRecord {
  /** Empty where there is none. */
  readonly text: string;
}

export function readRecord(folder: string): StoredRecord {
  const text = readIfPresent(join(folder, recordName)) ?? '';
  return { text, ...parseRecord(text) };
}

/** A link counts as what it is, also when it leads nowhere. */
export const isThere = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false }) !== undefined;

/** The text of a regular file; undefined where there is none, whatever else is in its place. */
export function readIfPresent(file: string): string | undefined {
  try {
    return readRegularFile(file).toString('utf8');
  } catch (error) {
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (isAbsent || error instanceof NotReadError) return undefined;
    throw error;
  }
}
