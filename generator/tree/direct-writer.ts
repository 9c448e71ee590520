import { mkdirSync, writeFileSync } from 'node:fs';
import type { Content } from '../base/hash.js';

/** Writes each file at once, below a folder and with the folders that it needs. */
export function directWriter(folder: string): { write(path: string, content: Content): void } {
  const known = new Set<string>();
  return {
    write(path, content) {
      const file = `${folder}/${path}`;
      const parent = file.slice(0, file.lastIndexOf('/'));
      if (!known.has(parent)) {
        mkdirSync(parent, { recursive: true });
        // Neighbours come together: those of a thousand environments ago needn't be known.
        if (known.size > 1000) known.clear();
        known.add(parent);
      }
      writeFileSync(file, content);
    },
  };
}
