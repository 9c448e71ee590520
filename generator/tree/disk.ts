import { createHash } from 'node:crypto';
import { closeSync, type Dirent, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../user-error.js';
import type { FolderContent } from './compare.js';
import { type Manifest, manifestName, parseManifest } from './manifest.js';

/** Folders that tools keep inside ours and that are large: nothing of the generator's is ever in them. */
const skippedFolders = new Set(['.terraform', '.git', 'node_modules']);

export const hash = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/**
 * Lists a folder and what is below it, following no symbolic link. An absent folder is empty.
 * @throws UserError when the folder itself is a symbolic link: what is written there would land elsewhere
 */
export function readFolder(folder: string): FolderContent {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new UserError(`${folder} is a symbolic link: put a folder in its place.`);
  }
  const found = { files: new Set<string>(), obstacles: new Set<string>() };
  collect(folder, '', found);
  return {
    ...found,
    read: (path) => readFileSync(`${folder}/${path}`),
    holds: (path, content) => holds(`${folder}/${path}`, content),
  };
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

/** One buffer for every comparison: most files are as they should be, and allocating for each would be most of the work. */
let scratch = Buffer.alloc(64 * 1024);

function holds(file: string, content: Uint8Array): boolean {
  if (scratch.length <= content.length) scratch = Buffer.alloc(content.length + 1);
  const descriptor = openSync(file, 'r');
  try {
    const length = readSync(descriptor, scratch, 0, content.length + 1, 0);
    return length === content.length && scratch.compare(content, 0, length, 0, length) === 0;
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

export const readManifest = (folder: string): Manifest =>
  parseManifest(readIfPresent(join(folder, manifestName)) ?? '');

export function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
