import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of all files below a folder, seen from it. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
