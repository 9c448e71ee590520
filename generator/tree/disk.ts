import { createHash } from 'node:crypto';
import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
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
  const files = new Set<string>();
  const obstacles = new Set<string>();
  const visit = (below: string) => {
    for (const entry of listing(join(folder, below))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isFile()) files.add(path);
      else if (!entry.isDirectory()) obstacles.add(path);
      else if (!skippedFolders.has(entry.name)) visit(path);
    }
  };
  visit('');
  return { files, obstacles, read: (path) => readFileSync(join(folder, path)) };
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
