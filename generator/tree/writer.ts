import { mkdirSync, writeFileSync } from 'node:fs';
import type { Content } from '../base/hash.js';

/** Writes files below a folder, with the folders that they need. */
export interface Writer {
  /** @returns the file's own path */
  write(path: string, content: Content): string;
}

/** Folders that are known to be there: neighbours come together, those of many environments ago needn't be known. */
const mostKnown = 1000;

export function openWriter(folder: string): Writer {
  const known = new Set<string>();
  return {
    write(path, content) {
      const file = `${folder}/${path}`;
      const parent = file.slice(0, file.lastIndexOf('/'));
      if (!known.has(parent)) {
        mkdirSync(parent, { recursive: true });
        if (known.size > mostKnown) known.clear();
        known.add(parent);
      }
      writeFileSync(file, content);
      return file;
    },
  };
}
