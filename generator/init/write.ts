import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assertNoLinkTo, isThere } from '../tree/disk.js';

export interface Written {
  readonly written: readonly string[];
  /** What was there before, and stays as it was. */
  readonly kept: readonly string[];
}

/** Writes the files that aren't there yet. @throws UserError for a folder that is a link: it may lead elsewhere */
export function writeMissing(root: string, files: ReadonlyMap<string, string>): Written {
  for (const path of files.keys()) assertNoLinkTo(root, dirname(path));
  const kept = [...files.keys()].filter((path) => isThere(join(root, path)));
  const written = [...files.keys()].filter((path) => !kept.includes(path));
  for (const path of written) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) as string, { flag: 'wx' });
  }
  return { written, kept };
}

/** Adds the lines that a file doesn't have, at its end. @returns whether it lacked any */
export function addLines(root: string, path: string, lines: readonly string[]): boolean {
  const file = join(root, path);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const present = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  const missing = lines.filter((line) => !present.has(line));
  if (missing.length === 0) return false;
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  writeFileSync(file, `${before}${gap}${missing.join('\n')}\n`);
  return true;
}
